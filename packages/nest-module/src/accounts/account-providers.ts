import type { DynamicModule, FactoryProvider, Provider } from '@nestjs/common';
import { Scope } from '@nestjs/common';
import { INQUIRER } from '@nestjs/core';
import type { Zenodo } from '@zenodo-connect/core';
import { DepositsService } from '../deposits/deposits.service.ts';
import { depositsToken, ZENODO_CLIENT, zenodoToken } from '../zenodo.tokens.ts';
import { UnknownAccountError } from './account-errors.ts';
import { defaultAccount } from './account-options.ts';
import { ZenodoAccounts } from './zenodo-accounts.ts';

/** Accounts that `@InjectZenodo` and `@InjectDeposits` named somewhere in this process. */
const asked = new Set<string>([defaultAccount]);

/** Remembers that a class asks for an account. */
export function ask(name: string): void {
  asked.add(name);
}

/**
 * Adds to a module what classes asked for. Nest reads `providers` when all of the application's classes are there, and only
 * then is it known which accounts they name: so it is a getter.
 */
export function withAskedAccounts(module: DynamicModule): DynamicModule {
  const { providers = [], exports = [] } = module;
  return {
    ...module,
    get providers() {
      return [...providers, ...askedProviders()];
    },
    get exports() {
      return [...exports, ...askedProviders().map(({ provide }) => provide)];
    },
  };
}

const askedProviders = (): FactoryProvider[] => [...asked].flatMap((name) => [clientProvider(name), depositsProvider(name)]);

/** What `@InjectZenodo()` and `@InjectDeposits()` are within a module that works with this account. */
export const ownAccountProviders = (name: string): Provider[] => [
  { ...clientProvider(name), provide: zenodoToken(defaultAccount) },
  { ...depositsProvider(name), provide: depositsToken(defaultAccount) },
];

/** Transient, and so made for each class that asks: an account that is not there is told with the class's name. */
const clientProvider = (name: string): FactoryProvider => ({
  provide: zenodoToken(name),
  scope: Scope.TRANSIENT,
  inject: [ZenodoAccounts, ZENODO_CLIENT, INQUIRER],
  useFactory: (accounts: ZenodoAccounts, ofDefault: Zenodo | undefined, inquirer: unknown) => {
    const client = name === defaultAccount ? ofDefault : accounts.find(name);
    if (!client) throw new UnknownAccountError(name, accounts.names, classOf(inquirer));
    return client;
  },
});

const depositsProvider = (name: string): FactoryProvider => ({
  provide: depositsToken(name),
  scope: Scope.TRANSIENT,
  inject: [ZenodoAccounts, DepositsService, INQUIRER],
  useFactory: (accounts: ZenodoAccounts, deposits: DepositsService, inquirer: unknown) => {
    if (name === defaultAccount) return deposits;
    if (!accounts.mayBe(name)) throw new UnknownAccountError(name, accounts.names, classOf(inquirer));
    return deposits.forAccount(name);
  },
});

function classOf(inquirer: unknown): string | undefined {
  return typeof inquirer === 'object' && inquirer !== null ? inquirer.constructor.name : undefined;
}
