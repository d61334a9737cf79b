import type { FileSource } from '../types/file-source.ts';
export interface FileFromPathOptions {
    /** The name inside the record. Default: the last part of the path. */
    readonly key?: string;
    /** MD5 of the bytes on their way. Default true; without it an upload is compared by size alone, or with `knownMd5`. */
    readonly hash?: boolean;
    /** MD5 in lower-case hex, if it is known. */
    readonly knownMd5?: string;
}
/**
 * A file on disk. Its size is taken now; a file that is shorter or longer by the time it is read is refused.
 *
 * @throws {ConfigurationError} it is no regular file, or it is empty, which Zenodo refuses
 * @throws {DiskError} it is not there or not readable
 */
export declare function fileFromPath(path: string, options?: FileFromPathOptions): Promise<FileSource>;
