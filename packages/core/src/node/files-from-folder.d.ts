import { type FileLimits } from '../identifiers/file-limits.ts';
import type { FileSource } from '../types/file-source.ts';
export interface FolderOptions {
    /** Patterns of paths below the folder (`*.csv`, `raw/**`). Default: all. */
    readonly include?: string | readonly string[];
    /** Patterns of paths to leave out. */
    readonly exclude?: string | readonly string[];
    /** Takes files and folders whose names begin with a dot. Default false. */
    readonly hidden?: boolean;
    /**
     * What links become: `refuse` stops, `skip` leaves them out, `follow` takes what they lead to, as long as that lies
     * inside the folder. Default `refuse`, so that nothing is missing unnoticed and nothing comes from elsewhere.
     */
    readonly links?: 'refuse' | 'skip' | 'follow';
}
export interface FilesFromFolderOptions extends FolderOptions {
    /** The limits of the record. */
    readonly limits?: FileLimits;
}
/** A file below a folder. */
export interface FolderFile {
    /** From the folder on, parts divided by `/`. */
    readonly name: string;
    readonly path: string;
    /** Bytes. */
    readonly size: number;
}
/**
 * The files of a folder and of those in it, each under its path from there (`raw/scan.xy`), in the order of their names.
 * Zenodo keeps such keys as they are and shows them in one flat list.
 *
 * @throws {ConfigurationError} no file fits, one is empty, a link or a special file, or Zenodo takes no so many
 * @throws {DiskError} a folder is not there or not readable
 */
export declare function filesFromFolder(folder: string, { limits, ...options }?: FilesFromFolderOptions): Promise<FileSource[]>;
/** Empty files too; sorted by the code units of their names, which is the same everywhere. */
export declare function folderFiles(folder: string, options?: FolderOptions): Promise<FolderFile[]>;
