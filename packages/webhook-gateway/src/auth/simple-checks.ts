import type { Tokens } from '../tables/tokens.ts';
import { type Admission, onlyHeader, type SenderCheck, type Sending, unauthorized } from './admission.ts';
import type { AuthOf } from './auth-schema.ts';
import { type SecretBook, sameText } from './secret-book.ts';

const basicOf = (value: string): string | undefined => {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(value)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
};

/**
 * The token in a request: as a bearer, in a header of its own, or as the password of Basic, whose user name says nothing.
 * Never from the query or a cookie.
 */
export function tokenIn({ headers }: Pick<Sending, 'headers'>): string | undefined {
  const authorization = headers.authorization ?? '';
  const basic = basicOf(authorization);
  const given =
    /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? basic?.slice(basic.indexOf(':') + 1) ?? onlyHeader(headers, 'x-gateway-token');
  return given !== undefined && given.length <= 200 ? given : undefined;
}

/** `type: basic`: one user name, and passwords by name. Both are compared whatever the other is. */
export class BasicCheck implements SenderCheck {
  readonly #auth: AuthOf<'basic'>;
  readonly #secrets: SecretBook;

  constructor(auth: AuthOf<'basic'>, secrets: SecretBook) {
    this.#auth = auth;
    this.#secrets = secrets;
  }

  admit({ headers, now }: Sending): Admission {
    const given = basicOf(headers.authorization ?? '') ?? ':';
    const colon = given.indexOf(':');
    const user = sameText(given.slice(0, Math.max(colon, 0)), this.#auth.user);
    const fits = this.#secrets.active(this.#auth.secrets, now).map((secret) => sameText(given.slice(colon + 1), secret));
    if (user && fits.includes(true)) return { headers };
    throw unauthorized();
  }
}

/** `type: token`, the default: a token that was made for this route. */
export class TokenCheck implements SenderCheck {
  readonly #tokens: Tokens;
  readonly #route: string;
  readonly #notFound: () => Error;

  /** @param notFound - what the holder of another route's token gets */
  constructor(tokens: Tokens, route: string, notFound: () => Error) {
    this.#tokens = tokens;
    this.#route = route;
    this.#notFound = notFound;
  }

  async admit(sending: Sending): Promise<Admission> {
    const token = tokenIn(sending);
    const route = token === undefined ? undefined : await this.#tokens.routeOf(token);
    if (route === undefined) throw unauthorized();
    if (route !== this.#route) throw this.#notFound();
    return { headers: sending.headers };
  }
}

/** `type: mtls`: a certificate that is listed, shown to us or to a listed proxy. What else a header says of it is nothing. */
export class CertificateCheck implements SenderCheck {
  readonly #auth: AuthOf<'mtls'>;
  readonly #known: ReadonlySet<string>;

  constructor(auth: AuthOf<'mtls'>) {
    this.#auth = auth;
    this.#known = new Set(auth.fingerprints.map((one) => one.replaceAll(':', '').toLowerCase()));
  }

  async admit({ headers, certificate, viaProxy }: Sending): Promise<Admission> {
    const shown = viaProxy ? await fingerprintOf(onlyHeader(headers, this.#auth.header)) : certificate;
    if (shown !== undefined && this.#known.has(shown)) return { headers };
    throw unauthorized();
  }
}

/** RFC 9440 sends `:base64 of the DER:`; nginx and others the PEM, percent-encoded. */
async function fingerprintOf(value: string | undefined): Promise<string | undefined> {
  if (value === undefined || value.length > 20_000) return undefined;
  const { X509Certificate } = await import('node:crypto');
  const der = /^:([A-Za-z0-9+/=]+):$/.exec(value)?.[1];
  try {
    const certificate = new X509Certificate(der === undefined ? decodeURIComponent(value) : Buffer.from(der, 'base64'));
    return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    return undefined;
  }
}
