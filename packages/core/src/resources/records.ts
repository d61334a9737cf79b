import { isGoneError, isNotFoundError } from '../errors/guards.ts';
import type { BytesOptions } from '../transport/content-bytes.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { FileList } from '../types/file.ts';
import type { OwnRecord } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { eachItem } from './page-iterator.ts';
import { Resource } from './resource.ts';

export interface SearchQuery {
  /** OpenSearch query string; a DOI in it has to be quoted. */
  readonly q?: string;
  /** `bestmatch`, `newest`, `oldest`, `updated-desc`, `updated-asc`, `version`, … */
  readonly sort?: string;
  /** Items of one page. Zenodo allows 100 with a token and 25 without, which are the defaults. */
  readonly size?: number;
  /** All versions rather than the latest of each concept. */
  readonly allVersions?: boolean;
}

/** Published records, and the list of the caller's own. Only reads. */
export class Records extends Resource {
  /**
   * Reads one version by its id; the parent's id leads to the latest version. Just published records are there at once.
   *
   * @throws {NotFoundError} no such published record
   * @throws {GoneError} it was deleted; `tombstone` says why
   */
  get(id: RecordId, options?: CallOptions): Promise<ZenodoRecord> {
    return this.sendThrough(path`/records/${id}`, options);
  }

  /** Like `get`, but undefined when there is none or it was deleted. */
  async find(id: RecordId, options?: CallOptions): Promise<ZenodoRecord | undefined> {
    const found = await settled(this.get(id, options));
    if (found.ok) return found.value;
    if (isNotFoundError(found.error) || isGoneError(found.error)) return undefined;
    throw found.error;
  }

  /**
   * The public search, all pages, one request each. Zenodo allows 30 of these a minute to everybody, shows changes
   * seconds late, and ends after 10,000 items with a {@link ValidationError}: narrow the query before.
   */
  search(query: SearchQuery = {}, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined> {
    const { size = this.settings.token === undefined ? 25 : 100, ...rest } = query;
    return eachItem(size, (page) =>
      this.send('records', { method: 'GET', path: '/records', query: { ...queryOf(rest), size, page }, budget: 'search', ...options }),
    );
  }

  /** The caller's own drafts and records, all pages. Changes show about a second late, on bad days a minute. */
  own(query: SearchQuery = {}, options?: CallOptions): AsyncGenerator<OwnRecord, void, undefined> {
    const { size = 100, ...rest } = query;
    return eachItem(size, (page) =>
      this.send('ownRecords', { method: 'GET', path: '/user/records', query: { ...queryOf(rest), size, page }, ...options }),
    );
  }

  /** The files of a published record, with their checksums. */
  files(id: RecordId, options?: CallOptions): Promise<FileList> {
    // This one route of Zenodo does not know the native media type.
    return this.send('files', { method: 'GET', path: path`/records/${id}/files`, accept: 'application/json', ...options });
  }

  /** The bytes of a published file as the transport's stream (an async iterable of bytes with the default one). */
  download(id: RecordId, key: string, options?: CallOptions): Promise<unknown> {
    const target = path`/records/${id}/files/${key}/content`;
    return this.send('stream', { method: 'GET', path: target, accept: '*/*', responseType: 'stream', ...options });
  }

  /**
   * The bytes of a published file, one after another whatever the connection does: after a cut they go on from where they
   * stopped, by a Range. Their MD5 is compared with Zenodo's at the end.
   *
   * @throws {ChecksumError} after the last byte: other bytes came than Zenodo has
   */
  bytes(id: RecordId, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return this.bytesAt(path`/records/${id}/files/${key}/content`, key, options);
  }
}

function queryOf({ q, sort, allVersions }: SearchQuery) {
  return { ...(q !== undefined && { q }), ...(sort !== undefined && { sort }), ...(allVersions && { allversions: true }) };
}
