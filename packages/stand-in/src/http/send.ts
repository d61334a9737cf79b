import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './reply.ts';

/** Writes an answer to the network, headers first. A file is streamed. */
export async function send(response: ServerResponse, method: string, answer: Reply): Promise<void> {
  const length = begin(response, answer);
  const { body, status } = answer;
  if (method === 'HEAD' || status === 204 || status === 304 || length === 0) response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(bytesOf(body), response);
}

/** Sends the headers of the whole answer and `bytes` bytes of its body, then drops the connection. */
export async function sendPart(response: ServerResponse, answer: Reply, bytes: number): Promise<void> {
  begin(response, answer);
  response.flushHeaders();
  let left = bytes;
  for await (const chunk of bytesOf(answer.body)) {
    const part = Buffer.from(chunk as Uint8Array | string).subarray(0, left);
    if (!response.write(part)) await drained(response);
    left -= part.length;
    if (left <= 0) break;
  }
  // What was written still reaches the client; then comes the end, too early.
  response.socket?.destroySoon();
}

/** Sends the body at a speed, ten pieces a second. `closing` ends it. */
export async function sendSlowly(response: ServerResponse, answer: Reply, bytesPerSecond: number, closing: AbortSignal): Promise<void> {
  begin(response, answer);
  response.flushHeaders();
  const piece = Math.max(1, Math.floor(bytesPerSecond / 10));
  for await (const chunk of bytesOf(answer.body)) {
    const bytes = Buffer.from(chunk as Uint8Array | string);
    for (let at = 0; at < bytes.length && !response.destroyed; at += piece) {
      response.write(bytes.subarray(at, at + piece));
      await wait(Math.max(100, 1000 / bytesPerSecond), undefined, { signal: closing });
    }
  }
  response.end();
}

/** Until the buffer is empty or the connection gone, leaving no listener behind. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function bytesOf(body: Reply['body']): Readable {
  if (typeof body === 'string') return Readable.from([Buffer.from(body)]);
  if ('stream' in body) return Readable.from(body.stream());
  return createReadStream(body.path, { start: body.start, end: body.end });
}

/** Sends the headers; the length of the body, or undefined where it shows itself at its end. */
function begin(response: ServerResponse, { status, headers, body }: Reply): number | undefined {
  const length = lengthOf(body);
  const counted = status === 204 || length === undefined ? headers : { 'content-length': String(length), ...headers };
  response.writeHead(status, counted);
  return length;
}

function lengthOf(body: Reply['body']): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return 'stream' in body ? undefined : body.end - body.start + 1;
}
