import { createHash } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FileSource } from '../types/file-source.ts';

/**
 * A file from memory. The bytes are not copied: do not change them before the deposit is done.
 *
 * @throws {ConfigurationError} no bytes, which Zenodo refuses
 */
export function fileFromBuffer(key: string, bytes: Uint8Array | string): FileSource {
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  if (content.byteLength === 0) throw new ConfigurationError(`The file "${key}" is empty, which Zenodo refuses; leave it out.`);
  const knownMd5 = createHash('md5').update(content).digest('hex');
  return { key, size: content.byteLength, knownMd5, open: () => ({ body: content, md5: () => knownMd5, close: () => {} }) };
}
