import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { type AddressGuard, addressGuard } from './address-guard.ts';
import { addressProblem, guardedLookup, literalProblem } from './guarded-connect.ts';

/** Agents of Node's own HTTP for public addresses and named ranges, judged as by {@link guardedAgent}. */
export function guardedHttpAgents(allowPrivate: readonly string[] | undefined): {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
} {
  const guard = addressGuard(allowPrivate);
  const options = { keepAlive: true, maxSockets: 16, lookup: guardedLookup(guard) };
  return { httpAgent: guarded(new HttpAgent(options), guard), httpsAgent: guarded(new HttpsAgent(options), guard) };
}

function guarded<Kind extends HttpAgent>(agent: Kind, guard: AddressGuard): Kind {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = options.host ?? '';
    const literal = literalProblem(host, guard);
    if (literal) throw literal;
    const socket = connect(options, callback) as Socket;
    socket.once('connect', () => {
      const reached = addressProblem(host, socket.remoteAddress, guard);
      if (reached) socket.destroy(reached);
    });
    return socket;
  };
  return agent;
}
