/** What to fetch, and where to. */
export interface DownloadOptions {
    /** A folder; made when it is absent. */
    readonly to: string;
    /** Names or patterns (`*.csv`, `raw/**`) of files. Default: all. */
    readonly files?: string | readonly string[];
    /** Names or patterns of files to leave out. */
    readonly exclude?: string | readonly string[];
    /** The id is that of a draft. Default false: a published record. */
    readonly draft?: boolean;
    /** Replaces files that are there with other bytes. Default false: they stop the download before it begins. */
    readonly overwrite?: boolean;
    /** Files that are fetched at the same time, 1 to 16. Default 4. */
    readonly parallel?: number;
    readonly onProgress?: (progress: DownloadProgress) => void;
    readonly signal?: AbortSignal;
}
export interface DownloadProgress {
    /** The file that moved last. */
    readonly file: string;
    /** Bytes of all chosen files that are on the disk: received now, or there from before. */
    readonly receivedBytes: number;
    readonly totalBytes: number;
}
export interface DownloadResult {
    /** In Zenodo's order. */
    readonly files: readonly DownloadedFile[];
    /** Bytes that moved over the network. */
    readonly receivedBytes: number;
}
export interface DownloadedFile {
    readonly key: string;
    /** Where it lies, below `to`. */
    readonly path: string;
    readonly sizeBytes: number;
    /** Lower-case hex, as Zenodo tells it and as the bytes have it. */
    readonly md5: string;
    /** `present`: the same bytes were there already. */
    readonly status: 'downloaded' | 'present';
}
