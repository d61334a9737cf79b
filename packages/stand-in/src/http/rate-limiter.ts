import type { IncomingMessage } from 'node:http';
import type { Limits } from '../faults.ts';
import { jsonReply, type Reply } from './reply.ts';

interface Window {
  readonly limit: number;
  readonly resetAt: number;
  used: number;
}

const MINUTE = 60_000;

/** Listings that have a limit of their own, each: 30 a minute for everybody. */
const SEARCHES = [/^\/api\/records\/?$/, /^\/api\/communities\/[^/]+\/records\/?$/, /^\/oai2d$/];

/** Limits per minute, by class of call; each caller has windows of its own. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #latest = new WeakMap<IncomingMessage, Window>();
  readonly #now: () => number;
  readonly #limits: () => Limits;

  /**
   * @param now - milliseconds since 1970
   * @param limits - how many calls a minute may have at this moment
   */
  constructor(now: () => number, limits: () => Limits) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Counts a request; answers 429 when its window is used up. */
  refuse(request: IncomingMessage, path: string): Reply | undefined {
    const caller = request.headers.authorization ?? request.socket.remoteAddress ?? '';
    const search = request.method === 'GET' ? SEARCHES.findIndex((pattern) => pattern.test(path)) : -1;
    const limits = this.#limits();
    const limit = search >= 0 ? limits.search : request.headers.authorization ? limits.user : limits.guest;
    const key = `${search} ${caller}`;
    let window = this.#windows.get(key);
    if (!window || window.limit !== limit || window.resetAt <= this.#now()) {
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
