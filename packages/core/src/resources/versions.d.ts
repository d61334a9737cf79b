import type { CallOptions } from '../types/call-options.ts';
import type { Page, SearchLimit } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import { Resource } from './resource.ts';
/** The versions of one concept. */
export declare class Versions extends Resource {
    #private;
    /**
     * Opens the draft of the next version. If one is already open, returns that one.
     *
     * Metadata is copied, our deposit keys too; `version` is dropped and `publication_date` becomes today (UTC). Files are
     * not copied: `files.importFromPrevious(draft.id)` links them without an upload. Not repeated by itself: asked twice at
     * once, Zenodo opens two drafts, so that this process asks for one at a time in each concept. Which concept that is
     * is read first, unless an answer has told it.
     *
     * @param id - the id of any published version; not `parent.id`
     * @throws {NotFoundError} no such published record, or the token may not see it
     * @throws {PermissionError} not yours, or its DOI is not Zenodo's
     */
    create(id: RecordId, options?: CallOptions): Promise<Draft>;
    /** All published versions, the newest first, over all pages. */
    search(id: RecordId, query?: VersionsQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined>;
    /** One page of the published versions, the newest first. */
    list(id: RecordId, query?: VersionsQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<ZenodoRecord>>;
    /** The latest published version, by the id of any version or of the parent. */
    latest(id: RecordId, options?: CallOptions): Promise<ZenodoRecord>;
}
interface VersionsQuery {
    /** Items of one page. */
    readonly size?: number;
}
export {};
