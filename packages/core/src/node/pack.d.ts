import { type FileLimits } from '../identifiers/file-limits.ts';
import type { FileSource } from '../types/file-source.ts';
import { type FolderOptions } from './files-from-folder.ts';
import { type DisposableFile, type SpoolOptions } from './spool-file.ts';
export interface PackOptions {
    /** The name inside the archive of the list of SHA-256 sums, in the form that `sha256sum -c` reads; false for none. Default `SHA256SUMS`. */
    readonly manifest?: string | false;
    /**
     * Compresses, on the disk first since only then the length is known; dispose of the result. Default false: what goes in
     * is stored as it is, streams, and gives the same bytes with every version of Node, which compression does not promise.
     */
    readonly compress?: SpoolOptions | boolean;
    /** The limits of the record. */
    readonly limits?: FileLimits;
}
export interface PackFolderOptions extends PackOptions, FolderOptions {
    /** The name inside the record. Default: the folder's name and `.zip`. */
    readonly key?: string;
}
/**
 * A folder as one ZIP: for more than 100 files, for empty ones, and to keep folders. The same files give the same bytes
 * wherever and whenever it is packed: names in order, no dates, one mode. Nothing is written to the disk.
 *
 * @throws {ConfigurationError} no file fits, a link, a name that an archive cannot have, or too many bytes
 */
export declare function packFolder(folder: string, options?: PackFolderOptions): Promise<DisposableFile>;
/**
 * Files of any source as one ZIP, each under its key; see {@link packFolder}.
 *
 * @param key - the name of the archive inside the record
 */
export declare function packFiles(key: string, files: readonly FileSource[], options?: PackOptions): Promise<DisposableFile>;
