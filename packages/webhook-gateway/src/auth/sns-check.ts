import { verify, X509Certificate } from 'node:crypto';
import { type Admission, type SenderCheck, type Sending, trustedHeaders, unauthorized } from './admission.ts';
import type { AuthOf } from './auth-schema.ts';
import { HeldBody } from './webhook-checks.ts';

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Amazon's own hosts for SNS, and no other: both for the certificate and for the confirmation. */
const amazonHost = /^sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/;

/** @param what - `certificate` has to be a .pem */
export function isAmazonUrl(text: unknown, what: 'certificate' | 'confirmation'): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { protocol, hostname, port, pathname, username } = new URL(text);
  const sound = protocol === 'https:' && port === '' && username === '' && amazonHost.test(hostname);
  return sound && (what === 'confirmation' || /^\/SimpleNotificationService-[0-9a-f]+\.pem$/.test(pathname));
}

/** `type: sns`: signed by Amazon (SignatureVersion 2, RSA with SHA-256), and of a listed topic. */
export class SnsCheck implements SenderCheck {
  readonly #auth: AuthOf<'sns'>;
  readonly #certificates = new Map<string, Promise<string>>();
  readonly #fetchText: (url: string) => Promise<string>;

  /** @param fetchText - fetches from public addresses only */
  constructor(auth: AuthOf<'sns'>, fetchText: (url: string) => Promise<string>) {
    this.#auth = auth;
    this.#fetchText = fetchText;
  }

  admit({ headers }: Sending): Admission {
    return { headers: trustedHeaders(headers, []), provider: true, body: new HeldBody((body) => this.#judge(body)) };
  }

  async #judge(body: Buffer): Promise<void> {
    const message = messageOf(body);
    const fields = signedFields[message['Type'] as keyof typeof signedFields];
    const { SigningCertURL: certificate, Signature: signature, SignatureVersion: version, TopicArn: topic } = message;
    const sound = fields && version === '2' && typeof signature === 'string' && isAmazonUrl(certificate, 'certificate');
    if (!sound || !this.#auth.topics.includes(String(topic))) throw unauthorized();
    const content = fields.flatMap((name) => (typeof message[name] === 'string' ? [`${name}\n${message[name]}\n`] : [])).join('');
    const pem = await this.#certificate(certificate);
    if (!verifies(content, pem, signature)) throw unauthorized();
  }

  #certificate(url: string): Promise<string> {
    const known = this.#certificates.get(url) ?? this.#fetchText(url);
    if (this.#certificates.size > 20) this.#certificates.clear();
    this.#certificates.set(url, known);
    known.catch(() => this.#certificates.delete(url));
    return known.catch(() => {
      throw unauthorized();
    });
  }
}

function messageOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof parsed === 'object' && parsed !== null) return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Falls through: what cannot be read was not signed by Amazon.
  }
  throw unauthorized();
}

function verifies(content: string, pem: string, signature: string): boolean {
  try {
    const { publicKey, validTo, validFrom } = new X509Certificate(pem);
    const now = new Date();
    if (new Date(validFrom) > now || new Date(validTo) < now || publicKey.asymmetricKeyType !== 'rsa') return false;
    return verify('RSA-SHA256', Buffer.from(content), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
