import { signWebhook } from '@zenodo-connect/core/webhooks';
import { type Dispatcher, request } from 'undici';
import type { Delivery } from '../tables/outbox.ts';
import { BlockedAddressError } from './guarded-agent.ts';
import type { Attempt } from './outcome.ts';

/** Bytes of an answer that are read at most; nothing in it is used. */
const maxAnswerBytes = 64 * 1024;

export interface Target {
  readonly url: string;
  readonly secret: string;
  readonly agent: Dispatcher;
  /** For the whole try, the answer's body included. */
  readonly timeoutMs: number;
  readonly now: number;
  readonly stop: AbortSignal;
}

/** One try: signs the bytes and sends them. Never throws, follows no redirect, and ends within its time. */
export async function postEvent({ eventId, body, attempts }: Delivery, target: Target): Promise<Attempt> {
  const { url, secret, agent, timeoutMs, now, stop } = target;
  const bytes = Buffer.from(body, 'utf8');
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'zenodo-connect-gateway',
        'gateway-attempt': String(attempts + 1),
        ...signWebhook({ id: eventId, timestamp: new Date(now), body: bytes, secrets: secret }),
      },
      body: bytes,
      signal: AbortSignal.any([deadline, stop]),
    });
    await readSome(answer.body);
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] };
  } catch (error) {
    return { failure: deadline.aborted ? `gave no whole answer within ${timeoutMs / 1000} s` : failureOf(error) };
  }
}

/** Reads the answer so that the connection can be used again; an endless one is closed. */
async function readSome(body: Dispatcher.ResponseData['body']): Promise<void> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) break;
  }
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before an answer',
  UND_ERR_SOCKET: 'closed the connection before an answer',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved now',
  UND_ERR_CONNECT_TIMEOUT: 'could not be reached within 10 s',
  ETIMEDOUT: 'could not be reached in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function failureOf(error: unknown): string {
  if (error instanceof BlockedAddressError) return `nothing is sent there: ${error.message}`;
  const code = String((error as NodeJS.ErrnoException).code ?? (error as Error).name);
  return sentences[code] ?? `could not be asked (${code})`;
}
