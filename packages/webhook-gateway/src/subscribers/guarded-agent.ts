import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';

import { Agent, buildConnector } from '../small-undici.ts';
import { addressProblem } from './address-guard.ts';
import { noteOpened } from './connection-notes.ts';

type AllowPrivate = boolean | readonly string[];
/** As `dns.lookup` answers for all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The address of a subscriber is one to which nothing is sent. */
export class BlockedAddressError extends Error {
  override name = 'BlockedAddressError';
}

/**
 * Connections to one subscriber. The address is judged three times: as a literal, as every answer of DNS, and on the
 * connected socket before a byte is written, so that a name cannot change its mind in between. Proxies of the
 * environment are not used, since they would connect without being judged.
 */
export function guardedAgent(allowPrivate: AllowPrivate, connections = 4, resolve: Resolve = lookup): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    maxHeaderSize: 16_384,
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      const problem = isIP(host) ? addressProblem(host, allowPrivate) : undefined;
      if (problem) {
        callback(new BlockedAddressError(problem), null);
        return;
      }
      const startedAt = performance.now();
      let resolvedAt: number | undefined;
      const connect = buildConnector({
        timeout: 10_000,
        // Said outright, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would let every certificate pass.
        rejectUnauthorized: true,
        lookup: guardedLookup(resolve, allowPrivate, () => (resolvedAt = performance.now())),
      });
      connect(options, (error, socket) => {
        const reached = error ? undefined : addressProblem(socket.remoteAddress ?? '', allowPrivate);
        if (reached) socket?.destroy();
        if (error) callback(error, null);
        else if (reached) callback(new BlockedAddressError(reached), null);
        else {
          note(socket, { startedAt, resolvedAt, isTls: options.protocol === 'https:' });
          callback(null, socket);
        }
      });
    },
  });
}

/** A TLS connection is told as one span: the parts of it are one to its receiver too. */
function note(
  socket: Socket,
  { startedAt, resolvedAt, isTls }: { readonly startedAt: number; readonly resolvedAt: number | undefined; readonly isTls: boolean },
): void {
  const open = performance.now() - (resolvedAt ?? startedAt);
  noteOpened(socket, { ...(resolvedAt !== undefined && { dns: resolvedAt - startedAt }), ...(isTls ? { tls: open } : { connect: open }) });
}

/** One resolution for checking and connecting. Of several addresses one bad one refuses all: the next look-up could choose it. */
function guardedLookup(resolve: Resolve, allowPrivate: AllowPrivate, resolved: () => void): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      resolved();
      const problem = error ? undefined : addresses.map(({ address }) => addressProblem(address, allowPrivate)).find(Boolean);
      const [first] = addresses ?? [];
      if (error) callback(error, '', 4);
      else if (problem || !first) callback(new BlockedAddressError(`${hostname}: ${problem ?? 'has no address'}`), '', 4);
      else if (options.all) (callback as (error: null, addresses: LookupAddress[]) => void)(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
