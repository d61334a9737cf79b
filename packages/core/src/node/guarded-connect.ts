import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { AddressGuard } from './address-guard.ts';

/** Why nothing is fetched from a host that is written as an address: no look-up would see it. */
export function literalProblem(hostname: string, guard: AddressGuard): ConfigurationError | undefined {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? addressProblem(host, host, guard) : undefined;
}

/** Why nothing is fetched from a host whose connection leads to this address. */
export function addressProblem(host: string, address: string | undefined, guard: AddressGuard): ConfigurationError | undefined {
  const problem = guard(address ?? '');
  return problem === undefined ? undefined : refusal(host, problem);
}

/** One resolution for checking and connecting. Of several addresses one bad one refuses all: the next look-up could choose it. */
export function guardedLookup(guard: AddressGuard): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      const problem = first ? addresses.map(({ address }) => guard(address)).find(Boolean) : 'it has no address';
      if (error) callback(error, '', 4);
      else if (problem || !first) callback(refusal(hostname, problem ?? ''), '', 4);
      else if (options.all) (callback as unknown as (error: null, all: LookupAddress[]) => void)(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const refusal = (host: string, problem: string): ConfigurationError =>
  new ConfigurationError(`Nothing is fetched from ${host}: ${problem}. Give a public address, or name its range in "allowPrivate".`);
