import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { request } from '../small-undici.ts';
import type { Phases } from '../tables/attempts.ts';
import { whenSent } from './connection-notes.ts';
import { BlockedAddressError } from './guarded-agent.ts';
import type { Message } from './message.ts';
import type { Attempt } from './outcome.ts';

/** Bytes of an answer that are read and kept at most. */
const maxAnswerBytes = 64 * 1024;

export interface Target {
  readonly url: string;
  readonly agent: Dispatcher;
  /** For the whole try, the answer's body included. */
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}

/** One try as it went. */
export interface Posted {
  readonly attempt: Attempt;
  readonly phases: Phases;
  readonly address: string | undefined;
  readonly answer: string | undefined;
  readonly answerCut: boolean;
}

/** One try. Never throws, follows no redirect, and ends within its time. */
export async function postEvent({ bytes, headers }: Message, { url, agent, timeoutMs, stop }: Target): Promise<Posted> {
  const limit = timeLimit(timeoutMs, stop);
  const mark = randomUUID();
  const startedAt = performance.now();
  let phases: Phases = {};
  let address: string | undefined;
  const forget = whenSent(mark, (reached, times) => {
    address = reached;
    phases = rounded(times);
  });
  const read: Read = { chunks: [], size: 0 };
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: { ...headers, 'gateway-try': mark },
      body: bytes,
      signal: limit.signal,
    });
    phases = { ...phases, firstByte: Math.round(performance.now() - startedAt) };
    await readSome(answer.body, read);
    return { attempt: { status: answer.statusCode, retryAfter: answer.headers['retry-after'] }, phases, address, ...kept(read) };
  } catch (error) {
    return { attempt: { failure: askFailure(error, limit.isOver(), timeoutMs) }, phases, address, ...kept(read) };
  } finally {
    limit.end();
    forget();
  }
}

/** `AbortSignal.timeout` would keep all of a try until its time is over, which are gigabytes for a quick subscriber. */
function timeLimit(ms: number, stop: AbortSignal) {
  const ending = new AbortController();
  const abort = (): void => ending.abort();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    abort();
  }, ms);
  stop.addEventListener('abort', abort);
  if (stop.aborted) abort();
  const end = (): void => {
    clearTimeout(timer);
    stop.removeEventListener('abort', abort);
  };
  return { signal: ending.signal, isOver: () => over, end };
}

interface Read {
  readonly chunks: Buffer[];
  size: number;
}

/** Reads the answer so that the connection can be used again; an endless one is closed. */
async function readSome(body: Dispatcher.ResponseData['body'], read: Read): Promise<void> {
  for await (const chunk of body as AsyncIterable<Buffer>) {
    read.chunks.push(chunk);
    read.size += chunk.length;
    if (read.size > maxAnswerBytes) break;
  }
}

/** As text; a zero byte has no place in PostgreSQL's. */
function kept({ chunks, size }: Read): Pick<Posted, 'answer' | 'answerCut'> {
  const bytes = Buffer.concat(chunks).subarray(0, maxAnswerBytes);
  return { answer: size === 0 ? undefined : bytes.toString('utf8').replaceAll('\0', '\uFFFD'), answerCut: size > maxAnswerBytes };
}

const rounded = (times: Phases): Phases => Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, Math.round(ms as number)]));

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before an answer',
  UND_ERR_SOCKET: 'closed the connection before an answer',
  UND_ERR_HEADERS_OVERFLOW: 'answered with headers of more than 16 kB',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved now',
  UND_ERR_CONNECT_TIMEOUT: 'could not be reached within 10 s',
  ETIMEDOUT: 'could not be reached in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody who is trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody who is trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it speaks no TLS that is still safe',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it speaks no TLS that is still safe',
};

/** Why there was no answer, as a clause. */
export const askFailure = (error: unknown, isLate: boolean, timeoutMs: number): string =>
  isLate ? `gave no whole answer within ${timeoutMs / 1000} s` : failureOf(error);

function failureOf(error: unknown): string {
  if (error instanceof BlockedAddressError) return `nothing is sent there: ${error.message}`;
  const code = String((error as NodeJS.ErrnoException).code ?? (error as Error).name);
  return sentences[code] ?? `could not be asked (${code})`;
}
