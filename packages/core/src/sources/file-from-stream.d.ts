import type { FileSource } from '../types/file-source.ts';
/** Bytes that come by themselves: a Node stream, a web stream, an async generator. */
export type ByteStream = AsyncIterable<Uint8Array>;
export interface FileFromStreamOptions {
    /** MD5 in lower-case hex, if it is known. */
    readonly knownMd5?: string;
}
/**
 * A file from a stream whose length is known. Its bytes are hashed on their way; more or fewer of them than announced end the upload.
 *
 * @param stream - a function that opens the stream anew for each try; a stream itself can be sent once and not again
 * @throws {ConfigurationError} no length, or nothing that streams bytes
 */
export declare function fileFromStream(key: string, size: number, stream: ByteStream | (() => ByteStream | Promise<ByteStream>), { knownMd5 }?: FileFromStreamOptions): FileSource;
