import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import { namesType } from '../subscribers/subscription.ts';
import { Outbox, type StoredEvent } from '../tables/outbox.ts';

const mostStreams = 100;
const lookMs = 300;
const beatMs = 15_000;
/** On PostgreSQL a number is given before its transaction ends: an earlier one may still appear so much later. */
const lateMs = 5_000;
const page = 100;

/** Events as they are written, to whoever listens: in the order of the outbox, from any place in it, without a gap. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  readonly #outbox: Outbox;
  readonly #shared: boolean;
  readonly #open = new Set<AbortController>();

  constructor(@Inject(Outbox) outbox: Outbox, @Inject(GATEWAY_SETTINGS) settings: Settings) {
    this.#outbox = outbox;
    this.#shared = settings.shared;
  }

  onModuleDestroy(): void {
    for (const one of this.#open) one.abort();
  }

  /**
   * Opens a stream of messages and keeps it until either side ends it.
   *
   * @param next - what is new since the last time; called a few times a second
   * @throws {Problem} `too-many`
   */
  async serve(reply: FastifyReply, next: () => Promise<{ readonly messages: readonly string[]; readonly done?: boolean }>): Promise<void> {
    if (this.#open.size >= mostStreams)
      throw new Problem('too-many', `${mostStreams} streams are open.`, 'Close one, or try again in a minute.', {
        headers: { 'retry-after': '60' },
      });
    const ended = new AbortController();
    this.#open.add(ended);
    reply.hijack();
    const { raw } = reply;
    raw.on('close', () => ended.abort());
    // The server keeps a connection of which the client closed its side, for bodies; a listener that did is gone.
    raw.socket?.once('end', () => ended.abort());
    raw.on('error', () => ended.abort());
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    // The connection ends with the stream, so that a gateway that stops does not wait for it.
    raw.writeHead(200, { ...headers, connection: 'close' });
    raw.write('retry: 2000\n\n');
    try {
      let beatAt = Date.now() + beatMs;
      while (!ended.signal.aborted) {
        const { messages, done } = await next();
        for (const message of messages) if (!raw.write(message)) await drained(raw, ended.signal);
        if (done) break;
        if (messages.length > 0) beatAt = Date.now() + beatMs;
        else if (Date.now() > beatAt) {
          raw.write(': still here\n\n');
          beatAt = Date.now() + beatMs;
        }
        if (messages.length < page) await pause(lookMs, ended.signal);
      }
    } catch {
      // The store is away: the listener comes back, and says where it was.
    } finally {
      this.#open.delete(ended);
      raw.end();
    }
  }

  /** Messages of events after a place, for `serve`. */
  following(after: number, types: readonly string[] | undefined): () => Promise<{ readonly messages: readonly string[] }> {
    let last = after;
    let waitingSince: number | undefined;
    return async () => {
      const found = await this.#outbox.events({ after: last, limit: page });
      const whole = this.#shared ? untilGap(found, last) : found;
      const isLate = whole.length < found.length && waitingSince !== undefined && Date.now() - waitingSince > lateMs;
      const told = isLate ? found : whole;
      waitingSince = whole.length < found.length && !isLate ? (waitingSince ?? Date.now()) : undefined;
      last = told.at(-1)?.seq ?? last;
      const wanted = told.filter(({ type }) => types === undefined || namesType(types, type));
      return { messages: wanted.map(messageOf) };
    };
  }
}

/** Up to where a number is missing. */
function untilGap(events: readonly StoredEvent[], after: number): readonly StoredEvent[] {
  const gap = events.findIndex(({ seq }, place) => seq !== after + place + 1);
  return gap === -1 ? events : events.slice(0, gap);
}

/** JSON holds no line end, so it is one line. */
const messageOf = ({ seq, type, body }: StoredEvent): string => `id: ${seq}\nevent: ${type}\ndata: ${body}\n\n`;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });

const drained = (raw: NodeJS.WritableStream, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      raw.off('drain', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    raw.on('drain', end);
    signal.addEventListener('abort', end);
  });
