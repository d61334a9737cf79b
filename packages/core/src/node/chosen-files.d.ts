import type { DownloadOptions } from '../types/download.ts';
import type { FileEntry } from '../types/file.ts';
/** A file at Zenodo and its place on the disk. */
export interface Chosen {
    readonly key: string;
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** Lower-case hex. */
    readonly md5: string;
}
/**
 * The complete files that names and patterns choose, each with its place.
 *
 * @throws {ConfigurationError} a name or pattern chooses none, or a file can have no place there
 */
export declare function chosenFiles(entries: readonly FileEntry[], { to, files, exclude }: DownloadOptions): Chosen[];
