import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import { eachItem } from './page-iterator.ts';
import { Resource } from './resource.ts';

/** The versions of one concept. */
export class Versions extends Resource {
  /**
   * Opens the draft of the next version. If one is already open, returns that one.
   *
   * Metadata is copied, our deposit keys too; `version` is dropped and `publication_date` becomes today (UTC). Files are
   * not copied: `files.importFromPrevious(draft.id)` links them without an upload. Not repeated by itself: asked twice at
   * once, Zenodo opens two drafts, so that this process asks for one at a time.
   *
   * @param id - the id of any published version; not `parent.id`
   * @throws {NotFoundError} no such published record, or the token may not see it
   * @throws {PermissionError} not yours, or its DOI is not Zenodo's
   */
  create(id: RecordId, options?: CallOptions): Promise<Draft> {
    return this.inTurn('versions', () => this.send('draft', { method: 'POST', path: path`/records/${id}/versions`, ...options }));
  }

  /** All published versions, the newest first. */
  list(id: RecordId, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined> {
    const size = 25;
    return eachItem(size, (page) =>
      this.send('records', { method: 'GET', path: path`/records/${id}/versions`, query: { size, page }, ...options }),
    );
  }

  /** The latest published version, by the id of any version or of the parent. */
  latest(id: RecordId, options?: CallOptions): Promise<ZenodoRecord> {
    return this.sendThrough(path`/records/${id}/versions/latest`, options);
  }
}
