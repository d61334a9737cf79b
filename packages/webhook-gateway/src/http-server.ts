import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Settings } from './config/settings.ts';
import { holdContinue } from './doors/body-control.ts';
import { checkRequest } from './doors/security-checks.ts';
import { answerClientError, answerRouterError } from './problems/broken-requests.ts';
import { unavailable } from './problems/problem-of.ts';
import { logRequests } from './telemetry/request-log.ts';

/** A file name of 255 bytes, each percent-encoded. */
const maxParamLength = 800;

/** Fastify as the doors need it: bodies stay streams, and limits stand where Fastify has none by default. */
export function httpAdapter({ limits }: Settings): FastifyAdapter {
  return new FastifyAdapter({
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.paceWindowMs * 4,
    keepAliveTimeout: 30_000,
    http: { headersTimeout: 15_000 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
    trustProxy: false,
  });
}

/** @param draining - whether the gateway is about to stop */
export function prepareServer(fastify: FastifyInstance, { log }: Settings, draining: () => boolean): void {
  holdContinue(fastify.server);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  logRequests(fastify, log);
  fastify.addHook('onRequest', async (request) => {
    checkRequest(request.raw);
    if (draining()) throw unavailable();
  });
}
