import { isGoneError, isNotFoundError, isPermissionError } from '../errors/guards.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Page, SearchLimit } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import { eachItem, onePage } from './page-iterator.ts';
import { Resource } from './resource.ts';

/** The versions of one concept. */
export class Versions extends Resource {
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
  async create(id: RecordId, options?: CallOptions): Promise<Draft> {
    const concept = await this.#conceptOf(id, options);
    return this.inTurn(`concept ${concept}`, () => this.send('draft', { method: 'POST', path: path`/records/${id}/versions`, ...options }));
  }

  /** All published versions, the newest first, over all pages. */
  search(id: RecordId, query: VersionsQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined> {
    return eachItem(this.#of(id, options), query);
  }

  /** One page of the published versions, the newest first. */
  list(id: RecordId, query: VersionsQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<ZenodoRecord>> {
    return onePage(this.#of(id, options), query);
  }

  /** The latest published version, by the id of any version or of the parent. */
  latest(id: RecordId, options?: CallOptions): Promise<ZenodoRecord> {
    return this.sendThrough(path`/records/${id}/versions/latest`, options);
  }

  #of(id: RecordId, options?: CallOptions) {
    return this.listing<ZenodoRecord>(
      'records',
      { path: path`/records/${id}/versions`, idOf: (one) => one.id, splits: undefined, sizes: { usual: 25, most: 100 } },
      options,
    );
  }

  /** An id that leads nowhere is a queue of its own: the call itself says what is wrong with it. */
  async #conceptOf(id: RecordId, options?: CallOptions): Promise<RecordId> {
    const known = this.settings.concepts.of(id);
    if (known !== undefined) return known;
    const isAbsent = (error: unknown) => isNotFoundError(error) || isGoneError(error) || isPermissionError(error);
    const record = await this.found(this.sendThrough(path`/records/${id}`, options), isAbsent);
    return record?.parent.id ?? id;
  }
}

interface VersionsQuery {
  /** Items of one page. */
  readonly size?: number;
}
