import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import { malformed, problemOf } from './problem-of.ts';

/** What Node's parser refuses never becomes a request: the answer is written to the socket, and the socket closed. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? new Problem('too-slow', 'The request did not come in time.', 'Send it again.')
      : malformed();
  const body = JSON.stringify(problem.body(`urn:uuid:${randomUUID()}`));
  const reason = problem.status === 408 ? 'Request Timeout' : 'Bad Request';
  const head = [
    `HTTP/1.1 ${problem.status} ${reason}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** What Fastify's router refuses (a path that cannot be decoded, or is too long) comes before any hook. */
export function answerRouterError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  void reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .header('connection', 'close')
    .send(Buffer.from(JSON.stringify(problem.body(`urn:uuid:${request.id}`))));
}
