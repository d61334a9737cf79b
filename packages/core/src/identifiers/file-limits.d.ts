/** Zenodo's limits for one record, unless it granted others. */
export interface FileLimits {
    /** Default 100. */
    readonly mostFiles?: number;
    /** Bytes of all files together. Default 50 GB (50 × 10⁹). */
    readonly mostBytes?: number;
}
/**
 * Looks at all files of a record before the first byte of any is sent. No files are fine here.
 *
 * @throws {ConfigurationError} an empty file, too many files, too many bytes, or two files of one key
 * @see https://help.zenodo.org/docs/deposit/manage-files/
 */
export declare function ensureFileLimits(files: readonly {
    readonly key: string;
    readonly size: number;
}[], limits?: FileLimits): void;
