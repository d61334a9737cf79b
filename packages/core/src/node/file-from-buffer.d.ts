import type { FileSource } from '../types/file-source.ts';
/**
 * A file from memory. The bytes are not copied: do not change them before the deposit is done.
 *
 * @throws {ConfigurationError} no bytes, which Zenodo refuses
 */
export declare function fileFromBuffer(key: string, bytes: Uint8Array | string): FileSource;
