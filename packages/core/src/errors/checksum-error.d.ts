import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import { ZenodoError } from './zenodo-error.ts';
/**
 * `stored`: Zenodo has other bytes than were sent. `source`: the file is not what it was announced as, so that sending
 * it again would not help. `published`: the record of this key holds another file, for ever. `received`: other bytes came than
 * Zenodo says it has.
 */
export type ChecksumReason = 'stored' | 'source' | 'published' | 'received';
/** A file is not what it has to be. Nothing was published with it. */
export declare class ChecksumError extends ZenodoError {
    name: 'ChecksumError';
    readonly code = "checksum";
    readonly file: string;
    readonly reason: ChecksumReason;
    /** MD5 as Zenodo writes it, `md5:` and hex; the size in bytes when that differs already. */
    readonly expected: string;
    readonly found: string;
    constructor(file: string, reason: ChecksumReason, expected: string, found: string);
}
/**
 * Compares what Zenodo says it has with what it has to be.
 *
 * @param md5 - lower-case hex; without it sizes alone are compared
 * @throws {ChecksumError} they differ
 */
export declare function ensureStored({ key, size }: FileSource, md5: string | undefined, stored: FileEntry | undefined, reason?: ChecksumReason): void;
/**
 * Compares what was sent with what the source had announced.
 *
 * @throws {ChecksumError} the file has changed in between
 */
export declare function ensureAnnounced({ key, knownMd5 }: FileSource, sentMd5: string): void;
