import { internalError } from './http/problem.ts';

/** Which requests a fault is for. What is left out matches everything. */
export interface FaultMatch {
  readonly method?: string;
  /** The path without query, exactly; `*` stands for any run of characters. Or a regular expression over the path. */
  readonly path?: string | RegExp;
  /** How many matching requests get the fault; 1 unless told. */
  readonly times?: number;
}

export type Effect =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'cutRequest'; readonly afterBytes: number }
  | { readonly kind: 'cutReply'; readonly afterBytes: number }
  | { readonly kind: 'workThen'; readonly after: { readonly status: number } | 'silence' }
  | { readonly kind: 'slowReply'; readonly bytesPerSecond: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'wrongChecksum' }
  | { readonly kind: 'spoil' };

interface Rule {
  readonly method: string | undefined;
  readonly pattern: RegExp;
  readonly effect: Effect;
  left: number;
}

/** How many calls a minute may have, by their class. */
export interface Limits {
  /** Searches of records, of a community's records, and OAI-PMH: each, for everybody. */
  search: number;
  /** All other calls without a token. */
  guest: number;
  /** All other calls with one. */
  user: number;
}

const ZENODO_QUOTA = 50_000_000_000;
const ZENODO_LIMITS: Limits = { search: 30, guest: 133, user: 1000 };

/**
 * Failures on order. Each call adds a rule; the first matching rule fires, a delay besides any other. Rules count down and are gone at zero.
 * They live in memory: a restart forgets them.
 */
export class Faults {
  /** Milliseconds until listings and searches see a change. Holds for changes made before, too. */
  indexLagMs: number;
  /** Milliseconds from publication until DataCite shows the DOI. Holds for what is published already, too. */
  doiDelayMs: number;
  /** True: Zenodo's limits per minute are kept and every answer carries their headers. */
  rateLimits: boolean;
  /** What those limits are: Zenodo's unless told. They count while `rateLimits` is true. */
  limits: Limits = { ...ZENODO_LIMITS };
  /** False: calls that arrive side by side go one after another, where the real software loses one of them. */
  races: boolean;
  /** Bytes that the files of one draft may have together. */
  quotaBytes = ZENODO_QUOTA;
  #ahead = 0;
  #rules: Rule[] = [];
  readonly #initial: { readonly indexLagMs: number; readonly doiDelayMs: number; readonly rateLimits: boolean; readonly races: boolean };

  constructor(settings: { indexLagMs?: number; doiDelayMs?: number; rateLimits?: boolean; races?: boolean } = {}) {
    this.#initial = {
      indexLagMs: settings.indexLagMs ?? 0,
      doiDelayMs: settings.doiDelayMs ?? 0,
      rateLimits: settings.rateLimits ?? false,
      races: settings.races ?? true,
    };
    this.indexLagMs = this.#initial.indexLagMs;
    this.doiDelayMs = this.#initial.doiDelayMs;
    this.rateLimits = this.#initial.rateLimits;
    this.races = this.#initial.races;
  }

  /** Answers at once and does no work. A `body` that is no text is sent as JSON; without one a status above 499 brings a front proxy's HTML page. */
  answer(match: FaultMatch, answer: { status: number; body?: unknown; headers?: Readonly<Record<string, string>> }): void {
    this.add(match, { kind: 'answer', ...answer });
  }

  /**
   * Answers 429 as Zenodo does, without work. With `retryAfterS` also the headers of a limit that is used up for so many seconds;
   * without it none, as from what stands before Zenodo.
   */
  tooManyRequests(match: FaultMatch, { retryAfterS }: { retryAfterS?: number } = {}): void {
    const reset = (seconds: number) => ({
      'x-ratelimit-limit': '30',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(this.now() / 1000) + seconds),
      'retry-after': String(seconds),
    });
    const headers = retryAfterS === undefined ? {} : reset(retryAfterS);
    this.answer(match, { status: 429, body: { message: '30 per 1 minute', status: 429 }, headers });
  }

  /** Does the work, then sends the answer's body at that speed. Downloads too. */
  slowReply(match: FaultMatch, { bytesPerSecond }: { bytesPerSecond: number }): void {
    this.add(match, { kind: 'slowReply', bytesPerSecond });
  }

  /** Reads that many bytes of the request's body, then drops the connection. No work is done: a file stays pending. */
  cutRequest(match: FaultMatch, { afterBytes }: { afterBytes: number }): void {
    this.add(match, { kind: 'cutRequest', afterBytes });
  }

  /** Does the work, sends the headers and that many bytes of the answer's body, then drops the connection. Downloads too. */
  cutReply(match: FaultMatch, { afterBytes }: { afterBytes: number }): void {
    this.add(match, { kind: 'cutReply', afterBytes });
  }

  /** Does the whole work, then answers with that status and an HTML page, as a front proxy that lost patience; or drops the connection without an answer. */
  workThen(match: FaultMatch, after: { status: number } | 'silence'): void {
    this.add(match, { kind: 'workThen', after });
  }

  /** Waits before the request's body is read. Meanwhile the request counts as being handled, so another one to the same draft is concurrent. */
  delay(match: FaultMatch, { ms }: { ms: number }): void {
    this.add(match, { kind: 'delay', ms });
  }

  /** A commit answers an MD5 that is not the file's. The stored file is right. */
  wrongChecksum(match: FaultMatch): void {
    this.add(match, { kind: 'wrongChecksum' });
  }

  /** Stores other bytes of the same length than were sent: the MD5 that it tells from then on is true of these. */
  spoil(match: FaultMatch): void {
    this.add(match, { kind: 'spoil' });
  }

  /** Answers 410 for what is there all the same, as Zenodo did to some clients. */
  gone(match: FaultMatch): void {
    this.answer(match, { status: 410, body: { status: 410, message: 'The record has been deleted.' } });
  }

  /** From now on every change of that draft answers 500 and does nothing; reading goes on. It stays so until `clear`. */
  stuckDraft(id: string): void {
    const body = { status: 500, message: internalError().message };
    for (const method of ['POST', 'PUT', 'DELETE'])
      for (const path of [`/api/records/${id}/draft*`, `/api/deposit/depositions/${id}*`])
        this.answer({ method, path, times: Number.POSITIVE_INFINITY }, { status: 500, body });
  }

  /** @throws {Error} the matcher says something that none knows, and would fit every call */
  add(match: FaultMatch, effect: Effect): void {
    const unknown = Object.keys(match).find((name) => !['method', 'path', 'times'].includes(name));
    if (unknown !== undefined) throw new Error(`A matcher knows "method", "path" and "times", and no "${unknown}".`);
    this.#rules.push({ method: match.method?.toUpperCase(), pattern: patternOf(match.path), effect, left: match.times ?? 1 });
  }

  /** How many ordered faults have not fired yet; a test that ends above zero ordered one for a request that never came. */
  get pending(): number {
    return this.#rules.reduce((sum, { left }) => sum + (Number.isFinite(left) ? left : 0), 0);
  }

  /** Milliseconds since 1970 on the clock that limits per minute, lags and the lives of tokens go by. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Moves that clock ahead, so that a window, a lag or a token ends without waiting. */
  advanceClock(ms: number): void {
    if (!Number.isFinite(ms)) throw new Error(`The clock goes ahead by a number of milliseconds, not by ${JSON.stringify(ms)}.`);
    this.#ahead += ms;
  }

  /** Sets that clock to a moment. */
  setClock(at: Date): void {
    this.#ahead = at.getTime() - Date.now();
  }

  /** Forgets all rules, sets the clock right, and lags, limits and races back to what the stand-in was started with. */
  clear(): void {
    this.#ahead = 0;
    this.#rules = [];
    this.indexLagMs = this.#initial.indexLagMs;
    this.doiDelayMs = this.#initial.doiDelayMs;
    this.rateLimits = this.#initial.rateLimits;
    this.quotaBytes = ZENODO_QUOTA;
    this.limits = { ...ZENODO_LIMITS };
    this.races = this.#initial.races;
  }

  /** The effects for a request; counts their rules down. */
  take(method: string, path: string): { delayMs: number; effect: Effect | undefined } {
    const fits = (rule: Rule): boolean => (rule.method === undefined || rule.method === method) && rule.pattern.test(path);
    const delay = this.#rules.find((rule) => rule.effect.kind === 'delay' && fits(rule));
    const other = this.#rules.find((rule) => rule.effect.kind !== 'delay' && fits(rule));
    for (const rule of [delay, other]) if (rule) rule.left--;
    this.#rules = this.#rules.filter((rule) => rule.left > 0);
    return { delayMs: delay?.effect.kind === 'delay' ? delay.effect.ms : 0, effect: other?.effect };
  }
}

function patternOf(path: string | RegExp | undefined): RegExp {
  if (path === undefined) return /^/;
  if (path instanceof RegExp) return new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
  const source = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${source}$`);
}
