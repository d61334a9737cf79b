import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LogLine } from '../config/gateway-config.ts';

interface Notes {
  problem?: string;
  job?: string;
}

const notes = new WeakMap<FastifyRequest, Notes>();

export const noteProblem = (request: FastifyRequest, problem: string): void => note(request, { problem });
export const noteJob = (request: FastifyRequest, job: string): void => note(request, { job });

function note(request: FastifyRequest, more: Notes): void {
  notes.set(request, { ...notes.get(request), ...more });
}

/**
 * One line a request, with these fields and no others: what came from outside (addresses, names, headers) is not in it,
 * so no token can be. The path is the pattern, the job leads to the rest.
 */
export function logRequests(fastify: FastifyInstance, log: (line: LogLine) => void): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const { problem, job } = notes.get(request) ?? {};
    log({
      time: new Date().toISOString(),
      level: reply.statusCode >= 500 ? 'error' : 'info',
      kind: 'request',
      request: request.id,
      method: request.method,
      path: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(problem && { problem }),
      ...(job && { job }),
    });
  });
}
