import type { BytesOptions } from '../transport/content-bytes.ts';
import type { CallOptions } from '../types/call-options.ts';
import { type ExportFormat } from '../types/export-format.ts';
import type { FileEntry, FileList } from '../types/file.ts';
import type { OwnRecord, Page, SearchLimit, SearchQuery } from '../types/page.ts';
import type { RecordId, Tombstone, ZenodoRecord } from '../types/record.ts';
import type { ZenodoRequest } from '../types/request.ts';
import type { RecordStatistics } from '../types/statistics.ts';
import { Resource } from './resource.ts';
export interface Citation {
    /** A citation style: `apa` (Zenodo's default), `ieee`, `vancouver`, `harvard-cite-them-right`, … */
    readonly style?: string;
    /** `en-US`, `de-DE`, … */
    readonly locale?: string;
}
/** Why an owner wants a record deleted, by the ids of Zenodo's `removalreasons` that owners may give. */
export type DeletionReason = 'duplicate' | 'retracted' | 'test-record' | 'copyright' | 'personal-data' | (string & {});
/** Published records, and the list of the caller's own. */
export declare class Records extends Resource {
    #private;
    /**
     * Reads one version by its id; the parent's id leads to the latest version. Just published records are there at once.
     *
     * @throws {NotFoundError} no such published record
     * @throws {GoneError} it was deleted; `tombstone` says why
     */
    get(id: RecordId, options?: CallOptions): Promise<ZenodoRecord>;
    /** Like `get`, but undefined when there is none or it was deleted. */
    find(id: RecordId, options?: CallOptions): Promise<ZenodoRecord | undefined>;
    /**
     * The public search, all pages, one request each. Zenodo allows 30 of these a minute to everybody, and shows changes
     * seconds late. It ends a search after 10,000 hits; longer ones go on by date of creation, so that all hits come, each
     * once. `sort: 'newest'` spares the first 10,000 from being read in another order.
     *
     * @throws {ConfigurationError} a wrong `size` or `limit`; nothing was sent
     * @throws {ValidationError} a `q` or `sort` that Zenodo does not understand
     */
    search(query?: SearchQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined>;
    /** One page of the public search, with its total and counts. */
    list(query?: SearchQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<ZenodoRecord>>;
    /** The caller's own drafts and records, all pages. Changes show about a second late, on bad days a minute. */
    own(query?: SearchQuery & SearchLimit, options?: CallOptions): AsyncGenerator<OwnRecord, void, undefined>;
    /** One page of the caller's own drafts and records. */
    ownList(query?: SearchQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<OwnRecord>>;
    /** The files of a published record, with their checksums. */
    files(id: RecordId, options?: CallOptions): Promise<FileList>;
    /** @throws {NotFoundError} the record has no such file */
    file(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry>;
    /** The bytes of a published file as the transport's stream (an async iterable of bytes with the default one). */
    download(id: RecordId, key: string, options?: CallOptions): Promise<unknown>;
    /**
     * The bytes of a published file, one after another whatever the connection does: after a cut they go on from where they
     * stopped, by a Range. Their MD5 is compared with Zenodo's at the end.
     *
     * @throws {ChecksumError} after the last byte: other bytes came than Zenodo has
     */
    bytes(id: RecordId, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined>;
    /**
     * All files as one ZIP, as the transport's stream.
     *
     * @throws {ValidationError} they are more than 300 MB
     */
    downloadArchive(id: RecordId, options?: CallOptions): Promise<unknown>;
    /** The record in another format, as text. CFF and CodeMeta are made by Zenodo's pages, not by its API. */
    export(id: RecordId, format: ExportFormat, options?: CallOptions): Promise<string>;
    /**
     * The record as a reference for people.
     *
     * @throws {ValidationError} Zenodo does not know the style
     */
    citation(id: RecordId, { style, locale }?: Citation, options?: CallOptions): Promise<string>;
    /** Views and downloads, which Zenodo counts at night. */
    statistics(id: RecordId, options?: CallOptions): Promise<RecordStatistics>;
    /**
     * Asks for the deletion of a record of one's own. Within 30 days of its publication it is done at once (the request
     * comes back `accepted`), and a tombstone remains; later somebody has to decide, where Zenodo lets ask at all. The id and
     * the DOI are never used again. Not repeated by itself.
     *
     * @throws {ValidationError} it is deleted already, or the reason is none that owners may give
     * @throws {PermissionError} not yours, or too old
     */
    requestDeletion(id: RecordId, { reason, comment }: {
        readonly reason: DeletionReason;
        readonly comment?: string;
    }, options?: CallOptions): Promise<ZenodoRequest>;
    /**
     * Asks to change the files of a record under the same DOI. Within 30 days of its publication that is granted at once: the
     * files of its draft (`drafts.edit` first) are unlocked, and can be published for 45 days. Not repeated by itself.
     *
     * @param comment - for Zenodo's people, 25 characters or more
     * @throws {PermissionError} not yours, or too old
     * @throws {NotFoundError} no draft of it is open
     */
    requestFileModification(id: RecordId, comment?: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** What remains of a deleted record; undefined while it is there. @throws {NotFoundError} no such record, or a hidden tombstone */
    tombstone(id: RecordId, options?: CallOptions): Promise<Tombstone | undefined>;
}
