import type { Dispatcher } from 'undici';
import { request } from '../small-undici.ts';
import { guardedAgent } from '../subscribers/guarded-agent.ts';
import type { Tokens } from '../tables/tokens.ts';
import type { SenderCheck } from './admission.ts';
import type { Auth } from './auth-schema.ts';
import { ForgeCheck, HmacCheck } from './hmac-checks.ts';
import type { SecretBook } from './secret-book.ts';
import { BasicCheck, CertificateCheck, TokenCheck } from './simple-checks.ts';
import { SnsCheck } from './sns-check.ts';
import { GitlabCheck, StandardWebhooksCheck } from './webhook-checks.ts';

interface CheckParts {
  readonly tokens: Tokens;
  readonly secrets: SecretBook;
  readonly route: string;
  readonly notFound: () => Error;
}

/** The check that a recipe asks for. There is no other way through: a type that is not here refuses the recipe. */
export async function checkOf(auth: Auth, { tokens, secrets, route, notFound }: CheckParts): Promise<SenderCheck> {
  switch (auth.type) {
    case 'token':
      return new TokenCheck(tokens, route, notFound);
    case 'basic':
      return new BasicCheck(auth, secrets);
    case 'hmac':
      return new HmacCheck(auth, secrets);
    case 'standard-webhooks':
      return new StandardWebhooksCheck(auth, (now) => secrets.active(auth.secrets, now));
    case 'github':
    case 'gitea':
    case 'forgejo':
      return new ForgeCheck(auth, secrets);
    case 'gitlab':
      return new GitlabCheck(auth, secrets);
    case 'sns':
      return new SnsCheck(auth, (url) => textAt(url, guardedAgent(false)));
    case 'jwks':
      // jose comes with the first route that needs it.
      return new (await import('./jwks-check.ts')).JwksCheck(auth, guardedAgent(auth.allow_private ?? false));
    case 'mtls':
      return new CertificateCheck(auth);
  }
}

/** A small text, from the address itself: redirects are not followed. */
export async function textAt(url: string, dispatcher: Dispatcher): Promise<string> {
  const { statusCode, body } = await request(url, { dispatcher, signal: AbortSignal.timeout(5_000) });
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > 64 * 1024) break;
  }
  if (statusCode !== 200) throw new Error(`${new URL(url).host} answered ${statusCode}.`);
  return text;
}
