import { ConfigurationError } from '../errors/configuration-error.ts';

const smallestBytes = 24;

/**
 * The bytes of a `whsec_` secret.
 *
 * @throws {ConfigurationError} it is not `whsec_` and base64, or has fewer than 24 bytes
 */
export function secretBytes(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const bytes = encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
  if (bytes && bytes.length >= smallestBytes && bytes.toString('base64').replace(/=+$/, '') === encoded?.replace(/=+$/, '')) return bytes;
  throw new ConfigurationError(
    `A webhook secret must be "whsec_" and the base64 of ${smallestBytes} random bytes or more; make one with: echo "whsec_$(openssl rand -base64 32)".`,
  );
}
