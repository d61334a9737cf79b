import { request } from '../small-undici.ts';
import type { Posted, Target } from './post-event.ts';
import { askFailure } from './post-event.ts';

/** A receiver agrees to get events. */
export interface Consent {
  /** Requests a minute that it takes; undefined when it names none. */
  readonly perMinute: number | undefined;
}

/** Asks a receiver whether it wants events of this gateway, before the first one is sent. */
export type Asked = { readonly consent: Consent } | { readonly refused: Posted };

/**
 * The handshake of CloudEvents' HTTP webhooks: an OPTIONS request names who wants to send, and the answer has to name it back, or `*`.
 * Never throws.
 *
 * @param origin - the host of this gateway, as it stands in `WebHook-Request-Origin`
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
 */
export async function askConsent({ url, agent, timeoutMs, stop }: Target, origin: string): Promise<Asked> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': origin, 'user-agent': 'zenodo-connect-gateway', 'accept-encoding': 'identity' },
      signal: AbortSignal.any([deadline, stop]),
    });
    await answer.body.dump({ limit: 64 * 1024 });
    const { statusCode: status, headers } = answer;
    const allowed = namesOf(headers['webhook-allowed-origin']);
    if (status >= 200 && status < 300 && allowed.some((one) => one === '*' || one === origin.toLowerCase()))
      return { consent: { perMinute: rateOf(headers['webhook-allowed-rate']) } };
    const failure = `did not consent to events: it answered OPTIONS with ${status} and ${allowed.length === 0 ? 'without WebHook-Allowed-Origin' : `allowed others than ${origin}`}`;
    return refusedBy(failure);
  } catch (error) {
    return refusedBy(`could not be asked for its consent: ${askFailure(error, deadline.aborted, timeoutMs)}`);
  }
}

const refusedBy = (failure: string): Asked => ({
  refused: { attempt: { failure }, phases: {}, address: undefined, answer: undefined, answerCut: false },
});

const namesOf = (header: string | string[] | undefined): readonly string[] =>
  [header ?? []]
    .flat()
    .flatMap((one) => one.split(','))
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');

function rateOf(header: string | string[] | undefined): number | undefined {
  const rate = Number([header ?? '*'].flat()[0]);
  return Number.isSafeInteger(rate) && rate > 0 ? rate : undefined;
}
