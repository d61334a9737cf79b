import type { IncomingMessage } from 'node:http';
import { jsonReply, type Reply } from './reply.ts';

interface Window {
  readonly limit: number;
  readonly resetAt: number;
  used: number;
}

const MINUTE = 60_000;

/** Listings that have a limit of their own, each: 30 a minute for everybody. */
const SEARCHES = [/^\/api\/records\/?$/, /^\/api\/communities\/[^/]+\/records\/?$/, /^\/oai2d$/];

/** Zenodo's limits per minute: 30 searches for everybody; otherwise 133 for a guest and 1000 with a token. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #latest = new WeakMap<IncomingMessage, Window>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a request; answers 429 when its window is used up. */
  refuse(request: IncomingMessage, path: string): Reply | undefined {
    const caller = request.headers.authorization ?? request.socket.remoteAddress ?? '';
    const search = request.method === 'GET' ? SEARCHES.findIndex((pattern) => pattern.test(path)) : -1;
    const limit = search >= 0 ? 30 : request.headers.authorization ? 1000 : 133;
    const key = `${search} ${caller}`;
    let window = this.#windows.get(key);
    if (!window || window.resetAt <= this.#now()) {
      window = { limit, used: 0, resetAt: this.#now() + MINUTE };
      this.#windows.set(key, window);
    }
    this.#latest.set(request, window);
    window.used++;
    return window.used > limit ? jsonReply(429, { message: `${limit} per 1 minute`, status: 429 }) : undefined;
  }

  /** The headers that every answer carries. `Retry-After` stands on successes too and means nothing there. */
  headers(request: IncomingMessage): Record<string, string> {
    const window = this.#latest.get(request);
    if (!window) return {};
    return {
      'x-ratelimit-limit': String(window.limit),
      'x-ratelimit-remaining': String(Math.max(0, window.limit - window.used)),
      'x-ratelimit-reset': String(Math.ceil(window.resetAt / 1000)),
      'retry-after': String(Math.max(1, Math.ceil((window.resetAt - this.#now()) / 1000))),
    };
  }
}
