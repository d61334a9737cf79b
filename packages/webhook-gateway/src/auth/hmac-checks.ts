import { createHmac, type Hmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  type Admission,
  type BodyCheck,
  clockSkew,
  deliveryIdIn,
  onlyHeader,
  type SenderCheck,
  type Sending,
  trustedHeaders,
  unauthorized,
} from './admission.ts';
import type { AuthOf } from './auth-schema.ts';
import type { SecretBook } from './secret-book.ts';

/** Keyed sums over the bytes as they come, one for each secret, so that a body of any size needs no memory. */
class KeyedSums implements BodyCheck {
  readonly #sums: readonly Hmac[];
  readonly #given: Buffer;
  readonly #before: () => void;
  readonly #after: readonly string[];

  /** @param before - judged once the signature is right */
  constructor(sums: readonly Hmac[], given: Buffer, { after = [], before = () => {} }: { after?: readonly string[]; before?: () => void }) {
    this.#sums = sums;
    this.#given = given;
    this.#after = after;
    this.#before = before;
  }

  update(chunk: Uint8Array): void {
    for (const sum of this.#sums) sum.update(chunk);
  }

  finish(): void {
    for (const sum of this.#sums) for (const text of this.#after) sum.update(text);
    const fits = this.#sums
      .map((sum) => sum.digest())
      .map((digest) => digest.length === this.#given.length && timingSafeEqual(digest, this.#given));
    if (!fits.includes(true)) throw unauthorized();
    this.#before();
  }
}

const lengths = { sha256: 32, sha384: 48, sha512: 64 } as const;

/** Canonical forms alone: two texts are never one signature. */
function signatureOf(value: string | undefined, prefix: string, encoding: 'hex' | 'base64', length: number): Buffer {
  const text = value?.startsWith(prefix) ? value.slice(prefix.length) : '';
  const bytes = Buffer.from(text, encoding);
  const again = bytes.toString(encoding);
  if (bytes.length !== length || again !== (encoding === 'hex' ? text.toLowerCase() : text)) throw unauthorized();
  return bytes;
}

type ForgeAuth = AuthOf<'github' | 'gitea' | 'forgejo'>;

/** Gitea and Forgejo send GitHub's header too; each is asked for its own, which older versions have as well. */
const forgeSignatures = {
  github: { header: 'x-hub-signature-256', prefix: 'sha256=' },
  gitea: { header: 'x-gitea-signature', prefix: '' },
  forgejo: { header: 'x-forgejo-signature', prefix: '' },
} as const;

/** GitHub, Gitea, Forgejo: the body alone is signed, so no header says anything. SHA-1 does not count. */
export class ForgeCheck implements SenderCheck {
  readonly #auth: ForgeAuth;
  readonly #secrets: SecretBook;

  constructor(auth: ForgeAuth, secrets: SecretBook) {
    this.#auth = auth;
    this.#secrets = secrets;
  }

  admit({ headers, now }: Sending): Admission {
    const { header, prefix } = forgeSignatures[this.#auth.type];
    const given = signatureOf(onlyHeader(headers, header), prefix, 'hex', lengths.sha256);
    const sums = this.#secrets.active(this.#auth.secrets, now).map((secret) => createHmac('sha256', secret));
    return { headers: trustedHeaders(headers, []), body: new KeyedSums(sums, given, {}), provider: true };
  }
}

/** `type: hmac`: what is signed, how, and in which header, as the recipe says. What is not signed is not believed. */
export class HmacCheck implements SenderCheck {
  readonly #auth: AuthOf<'hmac'>;
  readonly #secrets: SecretBook;

  constructor(auth: AuthOf<'hmac'>, secrets: SecretBook) {
    this.#auth = auth;
    this.#secrets = secrets;
  }

  admit(sending: Sending): Admission {
    const { header, prefix, encoding, algorithm, signed, secrets, nonce: nonceAt, timestamp: timeAt } = this.#auth;
    if (sending.method === 'PUT' && !signed.includes('path')) throw unauthorized();
    const given = signatureOf(onlyHeader(sending.headers, header), prefix, encoding, lengths[algorithm]);
    const timestamp = timeAt && timeOf(onlyHeader(sending.headers, timeAt.header), timeAt.unit);
    const nonce = nonceAt && nonceIn(sending.headers, nonceAt.header);
    const texts = signed.map((part) => textOf(part, sending, timestamp?.text, nonce));
    const body = signed.indexOf('body');
    const sums = this.#secrets.active(secrets, sending.now).map((secret) => {
      const sum = createHmac(algorithm, secret);
      for (const text of texts.slice(0, body)) sum.update(text);
      return sum;
    });
    const before = (): void => timestamp && this.#judge(timestamp.at, sending.now);
    const names = signed.flatMap((part) => (typeof part === 'object' && 'header' in part ? [part.header] : []));
    return {
      headers: trustedHeaders(sending.headers, names),
      body: new KeyedSums(sums, given, { after: texts.slice(body + 1), before }),
      ...(nonce !== undefined && { deliveryId: nonce }),
    };
  }

  #judge(at: Date, now: Date): void {
    const tolerance = this.#auth.clock_tolerance_s;
    if (Math.abs(now.getTime() - at.getTime()) > tolerance * 1_000) throw clockSkew(at, now, tolerance);
  }
}

function textOf(part: AuthOf<'hmac'>['signed'][number], { method, path, headers }: Sending, timestamp = '', nonce = ''): string {
  if (typeof part === 'object') return 'text' in part ? part.text : (onlyHeader(headers, part.header) ?? '');
  return { method, path, timestamp, nonce, body: '' }[part];
}

/** Digits alone, ten of seconds or thirteen of milliseconds: what lax parsers take has two readings. */
function timeOf(text: string | undefined, unit: 's' | 'ms'): { readonly text: string; readonly at: Date } {
  if (text === undefined || !(unit === 's' ? /^\d{10}$/ : /^\d{13}$/).test(text)) throw unauthorized();
  return { text, at: new Date(Number(text) * (unit === 's' ? 1_000 : 1)) };
}

/** @throws {Problem} `unauthorized` without one, `bad-header` for one that is no id */
function nonceIn(headers: IncomingHttpHeaders, name: string): string {
  const nonce = deliveryIdIn(headers, name);
  if (nonce === undefined) throw unauthorized();
  return nonce;
}
