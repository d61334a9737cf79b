import { Inject } from '@nestjs/common';
import { defaultAccount } from './accounts/account-options.ts';
import { ask } from './accounts/account-providers.ts';
import { depositsToken, ZENODO_STORE, zenodoToken } from './zenodo.tokens.ts';

/** Injects core's `Zenodo` of an account. An account that is not in the options stops the start with a list of those that are. */
export function InjectZenodo(account: string = defaultAccount): PropertyDecorator & ParameterDecorator {
  ask(account);
  return Inject(zenodoToken(account));
}

/** Injects the `DepositsService`: with a name, the one that adds and sees the deposits of that account alone. */
export function InjectDeposits(account: string = defaultAccount): PropertyDecorator & ParameterDecorator {
  ask(account);
  return Inject(depositsToken(account));
}

/** Injects the module's `Store`, for tables of one's own beside the jobs. */
export const InjectStore = () => Inject(ZENODO_STORE);
