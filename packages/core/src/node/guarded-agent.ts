import { Agent, buildConnector } from 'undici';
import { addressGuard } from './address-guard.ts';
import { addressProblem, guardedLookup, literalProblem } from './guarded-connect.ts';

const connectMs = 15_000;
const idleMs = 60_000;

/**
 * Connections to public addresses and to named ranges: judged as a literal, as every answer of DNS, and on the connected
 * socket, so that a name cannot change its mind in between. Proxies of the environment are not used, since they would
 * connect without being judged.
 *
 * @throws {ConfigurationError} a range that is none
 */
export function guardedAgent(allowPrivate: readonly string[] | undefined): Agent {
  const guard = addressGuard(allowPrivate);
  const connect = buildConnector({ timeout: connectMs, lookup: guardedLookup(guard) });
  return new Agent({
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 1000,
    maxHeaderSize: 16_384,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    connect: (options, callback) => {
      const literal = literalProblem(options.hostname, guard);
      if (literal) callback(literal, null);
      else {
        connect(options, (error, socket) => {
          const reached = error ? undefined : addressProblem(options.hostname, socket.remoteAddress, guard);
          if (reached) socket?.destroy();
          if (error ?? reached) callback((error ?? reached)!, null);
          else callback(null, socket!);
        });
      }
    },
  });
}
