import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Our gateway's events have some kilobytes. */
const mostBytes = 1_048_576;
const marks = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

interface Heard {
  readonly chunks: Buffer[];
  bytes: number;
}

const heard = new WeakMap<IncomingMessage, Heard>();

/** Writes down the bytes of webhooks while whatever parser reads them, so that no `rawBody` option and no order of parsers is needed. */
@Injectable()
export class RawBodyTap implements OnModuleInit {
  readonly #host: HttpAdapterHost;

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    // In an application without HTTP there is none.
    const adapter = this.#host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const kind = adapter?.getType?.();
    if (kind === 'fastify') {
      const instance: HookedServer = adapter!.getInstance();
      // A hook rather than the server's event: `inject` of Fastify has no server.
      instance.addHook('onRequest', ({ raw }, _reply, done) => {
        listen(raw);
        done();
      });
    } else if (kind === 'express') {
      const server: NodeJS.EventEmitter = adapter!.getHttpServer();
      server.prependListener('request', listen);
    }
  }
}

interface HookedServer {
  addHook(name: 'onRequest', hook: (request: { readonly raw: IncomingMessage }, reply: unknown, done: () => void) => void): void;
}

/** Hears what is read from the request, and reads nothing itself. */
function listen(request: IncomingMessage): void {
  if (!marks.every((name) => name in request.headers)) return;
  const found: Heard = { chunks: [], bytes: 0 };
  heard.set(request, found);
  const emit = request.emit.bind(request);
  request.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === 'data') note(found, args[0]);
    return emit(event, ...args);
  };
}

function note(found: Heard, chunk: unknown): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
  found.bytes += bytes.length;
  if (found.bytes <= mostBytes) found.chunks.push(Buffer.from(bytes));
}

/** A request of Express or Fastify, as far as it is looked at here. */
export interface WebhookRequest {
  readonly headers: IncomingMessage['headers'];
  /** Nest's own, with the option `rawBody`. */
  readonly rawBody?: Buffer | undefined;
  /** Of Fastify. */
  readonly raw?: IncomingMessage;
}

/** The very bytes of a webhook; `absent` when somebody read them unheard. */
export async function bytesOf(request: WebhookRequest): Promise<Buffer | 'absent' | 'too_large'> {
  if (Buffer.isBuffer(request.rawBody)) return request.rawBody;
  const message = request.raw ?? (request as unknown as IncomingMessage);
  const found = heard.get(message);
  if (!found) return 'absent';
  // A type that no parser knows was read by nobody.
  if (!message.readableEnded) for await (const _chunk of message) if (found.bytes > mostBytes) return 'too_large';
  return found.bytes > mostBytes ? 'too_large' : Buffer.concat(found.chunks);
}
