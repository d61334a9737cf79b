import { Zenodo, type ZenodoOptions } from '@zenodo-connect/core';
import type { Waits } from '../deposits/waits.ts';
import { hide } from '../telemetry/redact.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { AccountUnavailableError } from './account-errors.ts';
import { type AccountOptions, defaultAccount } from './account-options.ts';

/** A job that Zenodo lets wait for longer, such as for the limit of an hour, gives its worker to others. */
const longestWaitMs = 2 * 60_000;

interface Surroundings {
  readonly waits: Waits;
  readonly telemetry: Telemetry;
  readonly rateBudget: ZenodoOptions['rateBudget'];
}

/** The client of an account; one that was made elsewhere is taken as it is. */
export function makeClient(name: string, options: AccountOptions, { waits, telemetry, rateBudget }: Surroundings): Zenodo {
  if ('deposit' in options) return options;
  return new Zenodo({
    maxRateWaitMs: longestWaitMs,
    rateBudget,
    // Two accounts may have deposits of one key; the default's keys are as they were before there were accounts.
    ...(name !== defaultAccount && { account: name }),
    ...options,
    token: tokenOf(name, options.token),
    onWait: (wait) => {
      waits.tell(wait);
      telemetry.tell((one) => one.wait?.(name, wait));
      options.onWait?.(wait);
    },
    log: (entry) => {
      telemetry.tell((one) => one.call?.(name, entry));
      options.log?.(entry);
    },
  });
}

/** What keeps tokens may be away for a while: its failure is told apart from a token that is none. */
function tokenOf(name: string, token: ZenodoOptions['token']): ZenodoOptions['token'] {
  if (typeof token === 'string') hide(token);
  if (typeof token !== 'function') return token;
  return async () => {
    try {
      const now = await token();
      if (typeof now === 'string') hide(now);
      return now;
    } catch (error) {
      throw new AccountUnavailableError(name, error);
    }
  };
}
