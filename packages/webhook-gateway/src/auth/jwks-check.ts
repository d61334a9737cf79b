import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Dispatcher, fetch } from 'undici';
import { type Admission, type SenderCheck, type Sending, unauthorized } from './admission.ts';
import type { AuthOf } from './auth-schema.ts';

/** `type: jwks`: a bearer JWT of one issuer for one audience, with an end, by one of the listed algorithms alone. */
export class JwksCheck implements SenderCheck {
  readonly #auth: AuthOf<'jwks'>;
  readonly #keys: JWTVerifyGetKey;

  /** @param dispatcher - reaches public addresses, and those that the recipe allows */
  constructor(auth: AuthOf<'jwks'>, dispatcher: Dispatcher) {
    this.#auth = auth;
    this.#keys = createRemoteJWKSet(new URL(auth.url), {
      timeoutDuration: 5_000,
      [customFetch]: (url: string, options: object) =>
        fetch(url, { ...options, dispatcher, redirect: 'error' }) as unknown as Promise<Response>,
    });
  }

  async admit({ headers, now }: Sending): Promise<Admission> {
    const token = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined || token.length > 8_000) throw unauthorized();
    const { issuer, audience, algorithms, clock_tolerance_s: clockTolerance } = this.#auth;
    await jwtVerify(token, this.#keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance,
      requiredClaims: ['exp'],
      currentDate: now,
    }).catch(() => {
      throw unauthorized();
    });
    return { headers };
  }
}
