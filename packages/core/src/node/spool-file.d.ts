import type { ByteStream } from '../sources/file-from-stream.ts';
import type { FileSource } from '../types/file-source.ts';
export interface SpoolOptions {
    /** An existing folder in which the bytes wait, in a folder of their own that nobody else may read. Default: the system's for temporary files. */
    readonly folder?: string;
    /** The most that is taken, in bytes. Default 50 GB, as much as Zenodo takes in a record. */
    readonly limitBytes?: number;
    readonly signal?: AbortSignal;
}
/** A file that may wait on the disk until it is sent. `await using` removes it from there; otherwise call `dispose`. */
export interface DisposableFile extends FileSource, AsyncDisposable {
    /** Removes the bytes, if there are any. The end of the process does so too. */
    dispose(): Promise<void>;
}
export interface SpooledFile extends DisposableFile {
    readonly knownMd5: string;
}
/** A file that holds nothing, for whoever disposes of it all the same. */
export declare function holdingNothing(source: FileSource): DisposableFile;
/**
 * Puts a stream of unknown length on the disk, hashed on its way, so that it can be sent with its length, and again after a failed try.
 *
 * @throws {ConfigurationError} it is empty, longer than `limitBytes`, or gives no bytes; nothing is left on the disk
 * @throws {DiskError} the disk is full or not writable; nothing is left on it
 */
export declare function spoolFile(key: string, stream: ByteStream, options?: SpoolOptions): Promise<SpooledFile>;
