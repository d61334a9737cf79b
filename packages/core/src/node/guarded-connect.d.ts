import { type LookupFunction } from 'node:net';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { AddressGuard } from './address-guard.ts';
/** Why nothing is fetched from a host that is written as an address: no look-up would see it. */
export declare function literalProblem(hostname: string, guard: AddressGuard): ConfigurationError | undefined;
/** Why nothing is fetched from a host whose connection leads to this address. */
export declare function addressProblem(host: string, address: string | undefined, guard: AddressGuard): ConfigurationError | undefined;
/** One resolution for checking and connecting. Of several addresses one bad one refuses all: the next look-up could choose it. */
export declare function guardedLookup(guard: AddressGuard): LookupFunction;
