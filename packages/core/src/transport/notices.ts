import type { Settings } from '../options.ts';
import type { Wait } from '../types/wait.ts';
import type { Call } from './call.ts';
import { redactText } from './redact.ts';
import type { TransportReply } from './transport.ts';

/** One line for a debug log. Bodies are in none, and tokens, signatures and other credentials are cut out. */
export interface LogEntry {
  readonly event: 'sent' | 'answered' | 'failed' | 'redirected' | 'waiting';
  /** Such as `PUT https://zenodo.org/api/records/1/draft`. */
  readonly call: string;
  /** A sentence for people. */
  readonly message: string;
  /** 1 for the first try. */
  readonly attempt?: number;
  readonly query?: string;
  readonly status?: number;
  readonly durationMs?: number;
  /** Bytes of the file that is sent. */
  readonly sizeBytes?: number;
  /** Of the answer: the few that help to find out what happened. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shorter waits happen all the time and are no news. */
const newsMs = 1000;

/** What core tells of its work to those who asked for it. */
export class Notices {
  readonly #settings: Settings;
  /** False when nobody reads the log, and nothing has to be prepared for it. */
  readonly logs: boolean;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.logs = settings.log !== undefined;
  }

  wait(call: Call, wait: Wait): void {
    if (wait.waitMs < newsMs) return;
    this.log({ event: 'waiting', call: wait.call, message: wait.message, durationMs: wait.waitMs });
    (call.onWait ?? this.#settings.onWait)?.(wait);
  }

  log(entry: LogEntry): void {
    const { log, token } = this.#settings;
    if (!log) return;
    const clean = (text: string) => redactText(text, token?.latest);
    const { call, message, query, headers } = entry;
    const told: LogEntry = {
      ...entry,
      call: clean(call),
      message: clean(message),
      ...(query !== undefined && { query: clean(query) }),
      ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value)])) }),
    };
    try {
      log(told);
    } catch {
      // A log that fails stops no deposit.
    }
  }
}

export function waitFor(reason: Wait['reason'], call: string, waitMs: number, now: number): Wait {
  const untilAt = new Date(now + waitMs);
  const why = reason === 'rate_limit' ? "for Zenodo's rate limit" : 'before the next try';
  return { reason, waitMs, untilAt, call, message: `Waiting until ${untilAt.toISOString().slice(11, 19)} UTC ${why} (${call}).` };
}

/** No cookie, and nothing else that could open anything. */
const toldHeaders = [
  'content-type',
  'content-length',
  'date',
  'location',
  'retry-after',
  'server',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
];

/** Those headers of an answer that a log shows. */
export function headersToTell(headers: TransportReply['headers']): Record<string, string> {
  // The query of a redirect can be a signature under any name.
  const text = (name: string) => (name === 'location' ? String(headers[name]).replace(/\?.*/s, '?…') : String(headers[name]));
  return Object.fromEntries(toldHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, text(name)]])));
}
