import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './reply.ts';

/** Writes an answer to the network, headers first. A file is streamed. */
export async function send(response: ServerResponse, method: string, answer: Reply): Promise<void> {
  const length = begin(response, answer);
  const { body, status } = answer;
  if (method === 'HEAD' || status === 204 || status === 304 || length === 0) response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(createReadStream(body.path, { start: body.start, end: body.end }), response);
}

/** Sends the headers of the whole answer and `bytes` bytes of its body, then drops the connection. */
export async function sendPart(response: ServerResponse, answer: Reply, bytes: number): Promise<void> {
  const length = begin(response, answer);
  const { body } = answer;
  const sent = Math.min(length, bytes);
  response.flushHeaders();
  if (typeof body === 'string') response.write(Buffer.from(body).subarray(0, sent));
  else if (sent > 0)
    await pipeline(createReadStream(body.path, { start: body.start, end: body.start + sent - 1 }), response, { end: false });
  // What was written still reaches the client; then comes the end, too early.
  response.socket?.destroySoon();
}

function begin(response: ServerResponse, { status, headers, body }: Reply): number {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.end - body.start + 1;
  response.writeHead(status, status === 204 ? headers : { 'content-length': String(length), ...headers });
  return length;
}
