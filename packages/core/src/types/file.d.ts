/** A file of a draft or a record. A `pending` one has been started and has no size and checksum yet. */
export interface FileEntry {
    /** The file key: the name inside the record. */
    readonly key: string;
    /** Absent in the `files.entries` of a record, where all are complete. */
    readonly status?: 'pending' | 'completed' | (string & {});
    /** Bytes. */
    readonly size?: number;
    /** `md5:` and 32 lower-case hex digits; null for a file that another server has. */
    readonly checksum?: string | null;
    readonly mimetype?: string;
    readonly file_id?: string;
    readonly links?: Links;
}
export interface FileList {
    readonly enabled: boolean;
    readonly entries: readonly FileEntry[];
    readonly default_preview?: string | null;
    readonly order?: readonly string[];
    readonly links?: Links;
}
/** What `files.uploadContent` knows once the bytes have left. */
export interface SentContent {
    readonly key: string;
    readonly sizeBytes: number;
    /** Of the bytes that were sent, lower-case hex; empty when the source does not hash. */
    readonly md5: string;
}
/** URLs by name, as Zenodo sends them. */
export type Links = Readonly<{
    [name: string]: unknown;
}>;
