import { randomBytes } from 'node:crypto';
import { signWebhook } from '@zenodo-connect/core/webhooks';

const wellKnown = ['changeme', 'example'];

/** A secret to sign events with; its subscriber gets the same one. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** What is wrong with a signing secret, or undefined. The secret itself is never in the answer. */
export function secretProblem(secret: string): string | undefined {
  const wanted = 'make one with `zenodo-gateway subscriber secret`';
  if (secret.startsWith('whsk_')) return signingKeyProblem(secret);
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret);
  if (!match) return `its secret is not of the form whsec_<base64> (or whsk_<base64> for v1a); ${wanted}`;
  const bytes = Buffer.from(match[1]!, 'base64');
  if (bytes.length < 24) return `its secret has ${bytes.length} bytes and needs 24; ${wanted}`;
  const weak = new Set(bytes).size < 8 || wellKnown.some((word) => bytes.toString('latin1').toLowerCase().includes(word));
  return weak ? `its secret is an example or a repetition; ${wanted}` : undefined;
}

/** An ed25519 key is tried, since its form alone says little. */
function signingKeyProblem(secret: string): string | undefined {
  try {
    signWebhook({ id: 'try', timestamp: new Date(), body: '', secrets: secret });
    return undefined;
  } catch {
    return 'its signing key whsk_… cannot be used; make a pair with `zenodo-gateway subscriber keys`';
  }
}
