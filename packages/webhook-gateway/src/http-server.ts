import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { isWithin } from './auth/client-address.ts';
import { ConfigError, type Settings } from './config/settings.ts';
import { holdContinue } from './doors/body-control.ts';
import { capConnections } from './doors/connection-caps.ts';
import type { DoorList } from './doors/door-list.ts';
import { checkRequest } from './doors/security-checks.ts';
import { answerClientError, answerRouterError } from './problems/broken-requests.ts';
import { unavailable } from './problems/problem-of.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { logRequests } from './telemetry/request-log.ts';
import { keepCertificate, tlsOptions } from './tls.ts';

/** A file name of 255 bytes, each percent-encoded. */
const maxParamLength = 800;

/** Fastify as the doors need it: bodies stay streams, and limits stand where Fastify has none by default. */
export function httpAdapter({ limits, listen: { tls } }: Settings): FastifyAdapter {
  // A missing Host is refused by our own check, in our own words.
  const http = { headersTimeout: limits.headersMs, connectionsCheckingInterval: Math.ceil(limits.headersMs / 2), requireHostHeader: false };
  return new FastifyAdapter({
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.paceWindowMs * 4,
    keepAliveTimeout: 30_000,
    ...(tls ? { https: { ...http, ...tlsOptions(tls) } } : { http }),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
    trustProxy: false,
    // No middleware of Express' kind is used, and looking for some costs each request its share.
    skipMiddie: true,
  });
}

/** Bodies are checked by the doors and by zod, so that Fastify's compilers of schemas need not be loaded. */
function noSchemas(): never {
  throw new Error('A route of the gateway has no schema of Fastify.');
}

interface Prepared {
  readonly settings: Settings;
  readonly doors: DoorList;
  readonly metrics: Metrics;
  /** Whether the gateway is about to stop. */
  readonly draining: () => boolean;
}

/** Before the application registers its routes. */
export function prepareServer(
  fastify: FastifyInstance,
  { settings: { log, listen, limits, trustedProxies }, doors, metrics, draining }: Prepared,
): void {
  doors.watch(fastify);
  holdContinue(fastify.server);
  capConnections(fastify.server, { ...limits, isShared: (address) => isWithin(address, trustedProxies) });
  if (listen.tls) keepCertificate(fastify.server as unknown as SecureServer, listen.tls, log);
  // A client may close its side after the body and still wait for the answer, as netcat does; Node would hang up on it.
  Object.assign(fastify.server, { httpAllowHalfOpen: true });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  logRequests(fastify, log);
  fastify.addHook('onResponse', async (request, reply) => metrics.answered(request.method, reply.statusCode, reply.elapsedTime));
  fastify.addHook('onRequest', async (request, reply) => {
    // Answers quote names from outside; no browser is to take one for a page.
    reply.header('x-content-type-options', 'nosniff');
    checkRequest(request.raw);
    tolerateType(request.raw);
    if (draining()) throw unavailable();
  });
}

const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

/** The type of a file says nothing here, and what instruments write there is often none (`binary`); Fastify would refuse it. Forms stay forms. */
function tolerateType({ headers }: IncomingMessage): void {
  const type = headers['content-type'];
  if (type === undefined || mediaType.test(type) || /^\s*(multipart|application\/(x-www-form|json))/i.test(type)) return;
  headers['content-type'] = 'application/octet-stream';
}

/** @throws {ConfigError} the port is taken or not allowed */
export async function listen(app: NestFastifyApplication, { listen: { host, port, tls } }: Settings): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new ConfigError(`Port ${port} of ${host} is in use; stop what uses it, or set another listen.port.`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new ConfigError(`${host}:${port} cannot be listened on (${code}); set another listen.host or listen.port.`);
    throw error;
  }
  const address = app.getHttpServer().address();
  const actual = typeof address === 'object' && address ? address.port : port;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${actual}`;
}
