import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** Makes signatures of one version of Standard Webhooks. */
export interface Signer {
  readonly version: 'v1' | 'v1a';
  readonly sign: (content: Uint8Array) => Buffer;
}

/** Checks signatures of one version. */
export interface Verifier {
  readonly version: 'v1' | 'v1a';
  readonly fits: (content: Uint8Array, signature: Buffer) => boolean;
}

const smallestSecretBytes = 24;
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * @param key - `whsec_` (v1: HMAC-SHA256, the receiver has the same) or `whsk_` (v1a: ed25519, the receiver has its `whpk_`)
 * @throws {ConfigurationError} it is neither; the message does not hold it
 */
export function signerOf(key: string): Signer {
  if (key.startsWith('whsk_')) {
    const privateKey = privateKeyOf(key);
    return { version: 'v1a', sign: (content) => sign(null, content, privateKey) };
  }
  if (key.startsWith('whpk_'))
    throw new ConfigurationError('"whpk_…" is the public key, which verifies; sign with the "whsk_…" that belongs to it.');
  const secret = secretBytes(key);
  return { version: 'v1', sign: (content) => createHmac('sha256', secret).update(content).digest() };
}

/**
 * @param key - `whsec_` (v1) or `whpk_` (v1a)
 * @throws {ConfigurationError} it is neither, or a point that fits signatures of everybody
 */
export function verifierOf(key: string): Verifier {
  if (key.startsWith('whpk_')) {
    const publicKey = publicKeyOf(key);
    return { version: 'v1a', fits: (content, signature) => verify(null, content, publicKey, signature) };
  }
  if (key.startsWith('whsk_'))
    throw new ConfigurationError('"whsk_…" is the private key, which signs and stays with the sender; verify with its "whpk_…".');
  const secret = secretBytes(key);
  return { version: 'v1', fits: (content, signature) => timingSafeEqual(createHmac('sha256', secret).update(content).digest(), signature) };
}

/** A new pair for v1a: `signing` stays with the sender, `verifying` is public. */
export function newWebhookKeys(): { readonly signing: string; readonly verifying: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { signing: `whsk_${Buffer.concat([seed, point]).toString('base64')}`, verifying: `whpk_${point.toString('base64')}` };
}

function secretBytes(secret: string): Buffer {
  const bytes = bytesAfter('whsec_', secret);
  if (bytes && bytes.length >= smallestSecretBytes) return bytes;
  throw new ConfigurationError(
    `A webhook secret must be "whsec_" and the base64 of ${smallestSecretBytes} random bytes or more; make one with: echo "whsec_$(openssl rand -base64 32)".`,
  );
}

/** 32 bytes are the seed, 64 the seed and its public key. */
function privateKeyOf(key: string): ReturnType<typeof createPrivateKey> {
  const bytes = bytesAfter('whsk_', key);
  if (bytes?.length !== 32 && bytes?.length !== 64)
    throw new ConfigurationError(
      'A webhook signing key must be "whsk_" and the base64 of 32 or 64 bytes; make a pair with newWebhookKeys().',
    );
  const made = createPrivateKey({ key: Buffer.concat([privatePrefix, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
  const point = createPublicKey(made).export({ format: 'der', type: 'spki' }).subarray(-32);
  if (bytes.length === 64 && !timingSafeEqual(point, bytes.subarray(32)))
    throw new ConfigurationError('The two halves of the webhook signing key "whsk_…" do not belong together.');
  return made;
}

function publicKeyOf(key: string): ReturnType<typeof createPublicKey> {
  const bytes = bytesAfter('whpk_', key);
  if (bytes?.length !== 32) throw new ConfigurationError('A webhook public key must be "whpk_" and the base64 of 32 bytes.');
  if (isSmallOrder(bytes))
    throw new ConfigurationError('This webhook public key is a point of small order: signatures of anybody would fit it.');
  return createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' });
}

/** The y coordinates of the points of ed25519 whose order is 1, 2, 4 or 8, the two that are no canonical numbers too. */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function isSmallOrder(point: Buffer): boolean {
  const y = Buffer.from(point);
  y[31] = (y[31] ?? 0) & 0x7f;
  return smallOrder.includes(y.toString('hex'));
}

/** Canonical base64 alone, so that no two texts are one key. */
function bytesAfter(prefix: string, key: string): Buffer | undefined {
  const encoded = key.startsWith(prefix) ? key.slice(prefix.length) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '') ? bytes : undefined;
}
