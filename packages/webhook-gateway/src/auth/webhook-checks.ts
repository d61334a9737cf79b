import { isWebhookVerificationError, verifyWebhook } from '@zenodo-connect/core/webhooks';
import { Problem } from '../problems/problem.ts';
import {
  type Admission,
  type BodyCheck,
  clockSkew,
  deliveryIdIn,
  onlyHeader,
  type SenderCheck,
  type Sending,
  unauthorized,
} from './admission.ts';
import type { AuthOf } from './auth-schema.ts';
import { type SecretBook, sameText } from './secret-book.ts';

/** Signatures that cannot be made on the way need the body whole. */
const heldBytes = 32 * 1024 * 1024;
const mostSignatures = 10;

/** Keeps the body until it is whole. */
export class HeldBody implements BodyCheck {
  readonly #judge: (body: Buffer) => void | Promise<void>;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(judge: (body: Buffer) => void | Promise<void>) {
    this.#judge = judge;
  }

  update(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > heldBytes) throw tooLargeToSign();
    this.#chunks.push(chunk);
  }

  async finish(): Promise<void> {
    await this.#judge(Buffer.concat(this.#chunks));
  }
}

function tooLargeToSign(): Problem {
  const detail = `A body that is signed this way may have ${heldBytes} bytes; nothing of it was kept.`;
  return new Problem('too-large', detail, 'Send large files to a route with a token or with auth type hmac.', {
    members: { limit_bytes: heldBytes },
  });
}

interface SignedAuth {
  readonly clock_tolerance_s: number;
}

/** `type: standard-webhooks`, v1 and v1a. The id is bound to the names and bytes it first came with. */
export class StandardWebhooksCheck implements SenderCheck {
  readonly #auth: SignedAuth;
  readonly #active: (now: Date) => readonly string[];

  constructor(auth: SignedAuth, active: (now: Date) => readonly string[]) {
    this.#auth = auth;
    this.#active = active;
  }

  admit({ headers, now }: Sending): Admission {
    const id = deliveryIdIn(headers, 'webhook-id');
    if (id === undefined) throw unauthorized();
    checkCount(onlyHeader(headers, 'webhook-signature'));
    const { clock_tolerance_s: tolerance } = this.#auth;
    const active = this.#active(now);
    const { 'idempotency-key': _key, ...believed } = headers;
    return {
      headers: believed,
      deliveryId: id,
      body: new HeldBody((body) => {
        const given = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
        judge(
          () => verifyWebhook({ headers: given, body, secrets: active, now, windowSeconds: tolerance }),
          () => {
            // Far outside of every window the signature alone is judged, so that only who knows the secret hears of the clock.
            const { timestamp } = verifyWebhook({ headers: given, body, secrets: active, now, windowSeconds: Number.MAX_SAFE_INTEGER });
            return clockSkew(timestamp, now, tolerance);
          },
        );
      }),
    };
  }
}

/** While keys are changed a sender signs with two or three. @throws {Problem} `bad-header` before one of them is compared */
function checkCount(signatures: string | undefined): void {
  if ((signatures?.split(' ').length ?? 0) <= mostSignatures) return;
  const detail = `The header webhook-signature has more than ${mostSignatures} signatures.`;
  throw new Problem('bad-header', detail, 'Sign with the keys alone that are in use.');
}

function judge(verify: () => unknown, skew: () => Problem): void {
  try {
    verify();
  } catch (error) {
    const late = isWebhookVerificationError(error) && (error.reason === 'stale' || error.reason === 'future');
    throw late ? skewOr(skew) : unauthorized();
  }
}

function skewOr(skew: () => Problem): Problem {
  try {
    return skew();
  } catch {
    return unauthorized();
  }
}

/** `type: gitlab`: the signed form where the secret is a `whsec_…`, the plain token of older versions otherwise. */
export class GitlabCheck implements SenderCheck {
  readonly #auth: AuthOf<'gitlab'>;
  readonly #secrets: SecretBook;
  readonly #signed: StandardWebhooksCheck;

  constructor(auth: AuthOf<'gitlab'>, secrets: SecretBook) {
    this.#auth = auth;
    this.#secrets = secrets;
    this.#signed = new StandardWebhooksCheck(auth, (now) => secrets.active(auth.secrets, now).filter(isSigning));
  }

  admit(sending: Sending): Admission {
    if (onlyHeader(sending.headers, 'webhook-signature') !== undefined) return { ...this.#signed.admit(sending), provider: true };
    const token = onlyHeader(sending.headers, 'x-gitlab-token') ?? '';
    const plain = this.#secrets.active(this.#auth.secrets, sending.now).filter((secret) => !isSigning(secret));
    if (!plain.map((secret) => sameText(token, secret)).includes(true)) throw unauthorized();
    return { headers: sending.headers, provider: true };
  }
}

const isSigning = (secret: string): boolean => secret.startsWith('whsec_');
