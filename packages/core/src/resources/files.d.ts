import type { BytesOptions } from '../transport/content-bytes.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { FileEntry, FileList, SentContent } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { RecordId } from '../types/record.ts';
import { Resource } from './resource.ts';
export interface UploadOptions extends CallOptions {
    /** Bytes of this file sent so far; it begins anew when a try does. */
    readonly onBytes?: (sentBytes: number) => void;
}
/** The files of a draft. An upload is start, content, commit; the files of records are read with `records.files`. */
export declare class Files extends Resource {
    #private;
    /**
     * Announces a file; it is `pending` until its commit. Not repeated by itself.
     *
     * @throws {ValidationError} the key is there already
     */
    start(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry>;
    /** Announces many files in one call, all or none. Answers all files of the draft. */
    startMany(id: RecordId, keys: readonly string[], options?: CallOptions): Promise<FileList>;
    /**
     * Sends the bytes of a started file in one pass, opening the source anew for each try. The file stays `pending`.
     *
     * @throws {ServerError} Zenodo did not keep the bytes (an answer of 200 can say so); delete the file and start again
     * @throws {NotFoundError} the file was not started
     * @throws {ChecksumError} the bytes are not those that `knownMd5` announced
     */
    uploadContent(id: RecordId, source: FileSource, options?: UploadOptions): Promise<SentContent>;
    /** Completes a file whose content was sent; safe to repeat. Answers size and checksum as stored. */
    commit(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry>;
    /**
     * Start, content and commit of one file, and the comparison of what Zenodo stored with what was sent.
     *
     * @throws {ChecksumError} they differ; delete the file and upload it again
     */
    upload(id: RecordId, source: FileSource, options?: UploadOptions): Promise<FileEntry>;
    /** All files of a draft, pending ones too. */
    list(id: RecordId, options?: CallOptions): Promise<FileList>;
    /** @throws {NotFoundError} the draft has no such file */
    get(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry>;
    delete(id: RecordId, key: string, options?: CallOptions): Promise<void>;
    deleteAll(id: RecordId, options?: CallOptions): Promise<void>;
    /**
     * Links the files of the version before into the draft of the next one, without moving bytes. Not repeated by itself.
     *
     * @throws {ValidationError} the draft has files already
     */
    importFromPrevious(id: RecordId, options?: CallOptions): Promise<FileList>;
    /** The bytes of a draft's file as the transport's stream (an async iterable of bytes with the default one). */
    download(id: RecordId, key: string, options?: CallOptions): Promise<unknown>;
    /** The bytes of a draft's file, like `records.bytes`. */
    bytes(id: RecordId, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined>;
}
