import { ensureOneOf, ensureText, refuse, shown } from '../errors/ensure.ts';
import { isGoneError, isNotFoundError } from '../errors/guards.ts';
import type { BytesOptions } from '../transport/content-bytes.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import { type ExportFormat, exportTypes } from '../types/export-format.ts';
import type { FileEntry, FileList } from '../types/file.ts';
import type { OwnRecord, Page, SearchLimit, SearchQuery } from '../types/page.ts';
import type { RecordId, Tombstone, ZenodoRecord } from '../types/record.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { settled } from '../types/settled.ts';
import type { RecordStatistics } from '../types/statistics.ts';
import { eachItem, ensureQuery, type Listing, onePage } from './page-iterator.ts';
import { plainJson, Resource } from './resource.ts';

export interface Citation {
  /** A citation style: `apa` (Zenodo's default), `ieee`, `vancouver`, `harvard-cite-them-right`, … */
  readonly style?: string;
  /** `en-US`, `de-DE`, … */
  readonly locale?: string;
}

/** Why an owner wants a record deleted, by the ids of Zenodo's `removalreasons` that owners may give. */
export type DeletionReason = 'duplicate' | 'retracted' | 'test-record' | 'copyright' | 'personal-data' | (string & {});

/** Published records, and the list of the caller's own. */
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
  find(id: RecordId, options?: CallOptions): Promise<ZenodoRecord | undefined> {
    return this.found(this.get(id, options), (error) => isNotFoundError(error) || isGoneError(error));
  }

  /**
   * The public search, all pages, one request each. Zenodo allows 30 of these a minute to everybody, and shows changes
   * seconds late. It ends a search after 10,000 hits; longer ones go on by date of creation, so that all hits come, each
   * once. `sort: 'newest'` spares the first 10,000 from being read in another order.
   *
   * @throws {ConfigurationError} a wrong `size` or `limit`; nothing was sent
   * @throws {ValidationError} a `q` or `sort` that Zenodo does not understand
   */
  search(query: SearchQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined> {
    return eachItem(this.#public(query, options), query);
  }

  /** One page of the public search, with its total and counts. */
  list(query: SearchQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<ZenodoRecord>> {
    return onePage(this.#public(query, options), pageQueryOf(query));
  }

  /** The caller's own drafts and records, all pages. Changes show about a second late, on bad days a minute. */
  own(query: SearchQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<OwnRecord, void, undefined> {
    return eachItem(this.#own(query, options), query);
  }

  /** One page of the caller's own drafts and records. */
  ownList(query: SearchQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<OwnRecord>> {
    return onePage(this.#own(query, options), pageQueryOf(query));
  }

  /** The files of a published record, with their checksums. */
  files(id: RecordId, options?: CallOptions): Promise<FileList> {
    // This one route of Zenodo does not know the native media type.
    return this.send('files', { method: 'GET', path: path`/records/${id}/files`, accept: plainJson, ...options });
  }

  /** @throws {NotFoundError} the record has no such file */
  file(id: RecordId, key: string, options?: CallOptions): Promise<FileEntry> {
    return this.send('file', { method: 'GET', path: path`/records/${id}/files/${key}`, accept: plainJson, ...options });
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

  /**
   * All files as one ZIP, as the transport's stream.
   *
   * @throws {ValidationError} they are more than 300 MB
   */
  downloadArchive(id: RecordId, options?: CallOptions): Promise<unknown> {
    return this.send('stream', {
      method: 'GET',
      path: path`/records/${id}/files-archive`,
      accept: '*/*',
      responseType: 'stream',
      ...options,
    });
  }

  /** The record in another format, as text. CFF and CodeMeta are made by Zenodo's pages, not by its API. */
  async export(id: RecordId, format: ExportFormat, options?: CallOptions): Promise<string> {
    if (format === 'cff' || format === 'codemeta') {
      return this.send('text', { ...asText(path`/records/${id}/export/${format}`, '*/*'), at: 'site', ...options });
    }
    const accept = exportTypes[ensureOneOf('format', format, Object.keys(exportTypes) as (keyof typeof exportTypes)[])];
    return this.send('text', { ...asText(path`/records/${id}`, accept), ...options });
  }

  /**
   * The record as a reference for people.
   *
   * @throws {ValidationError} Zenodo does not know the style
   */
  async citation(id: RecordId, { style, locale }: Citation = {}, options?: CallOptions): Promise<string> {
    if (style !== undefined) ensureText('style', style, '"apa"');
    if (locale !== undefined) ensureText('locale', locale, '"en-US"');
    const query = { ...(style !== undefined && { style }), ...(locale !== undefined && { locale }) };
    return this.send('text', { ...asText(path`/records/${id}`, 'text/x-bibliography'), query, ...options });
  }

  /** Views and downloads, which Zenodo counts at night. */
  async statistics(id: RecordId, options?: CallOptions): Promise<RecordStatistics> {
    return (await this.get(id, options)).stats ?? { this_version: {}, all_versions: {} };
  }

  /**
   * Asks for the deletion of a record of one's own. Within 30 days of its publication it is done at once (the request
   * comes back `accepted`), and a tombstone remains; later somebody has to decide, where Zenodo lets ask at all. The id and
   * the DOI are never used again. Not repeated by itself.
   *
   * @throws {ValidationError} it is deleted already, or the reason is none that owners may give
   * @throws {PermissionError} not yours, or too old
   */
  async requestDeletion(
    id: RecordId,
    { reason, comment }: { readonly reason: DeletionReason; readonly comment?: string },
    options?: CallOptions,
  ): Promise<ZenodoRequest> {
    ensureText('reason', reason, '"test-record", "duplicate" or another one of vocabularies.search("removalreasons")');
    const json = { reason, ...(comment !== undefined && { comment }) };
    return this.send('request', { method: 'POST', path: path`/records/${id}/request-deletion`, json, ...options });
  }

  /**
   * Asks to change the files of a record under the same DOI. Within 30 days of its publication that is granted at once: the
   * files of its draft (`drafts.edit` first) are unlocked, and can be published for 45 days. Not repeated by itself.
   *
   * @param comment - for Zenodo's people, 25 characters or more
   * @throws {PermissionError} not yours, or too old
   * @throws {NotFoundError} no draft of it is open
   */
  async requestFileModification(id: RecordId, comment?: string, options?: CallOptions): Promise<ZenodoRequest> {
    // An empty body is a failure of the server here.
    const json = comment === undefined ? {} : { comment: ensureText('comment', comment, 'a sentence') };
    return this.send('request', { method: 'POST', path: path`/records/${id}/file-modification`, json, ...options });
  }

  /** What remains of a deleted record; undefined while it is there. @throws {NotFoundError} no such record, or a hidden tombstone */
  async tombstone(id: RecordId, options?: CallOptions): Promise<Tombstone | undefined> {
    const read = await settled(this.get(id, options));
    if (read.ok) return undefined;
    if (isGoneError(read.error)) return (read.error.tombstone ?? {}) as Tombstone;
    throw read.error;
  }

  #public(query: SearchQuery, options?: CallOptions): Listing<ZenodoRecord> {
    const sizes = { usual: this.settings.token === undefined ? 25 : 100, most: 100 };
    const at = { path: '/records', query: queryOf(query), idOf, splits: { newestFirst: true }, sizes };
    return this.listing<ZenodoRecord>('records', at, options);
  }

  #own(query: SearchQuery, options?: CallOptions): Listing<OwnRecord> {
    const at = { path: '/user/records', query: queryOf(query), idOf, splits: { newestFirst: false }, sizes: { usual: 100, most: 100 } };
    return this.listing<OwnRecord>('ownRecords', at, options);
  }
}

const idOf = ({ id }: OwnRecord): string => id;

const asText = (target: string, accept: string) => ({ method: 'GET', path: target, accept, responseType: 'text' }) as const;

const pageQueryOf = ({ q, sort, size, page }: SearchQuery & { readonly page?: number }) => ({
  ...(q !== undefined && { q }),
  ...(sort !== undefined && { sort }),
  ...(size !== undefined && { size }),
  ...(page !== undefined && { page }),
});

function queryOf(query: SearchQuery) {
  ensureQuery(query);
  const { allVersions, filters = {} } = query;
  for (const [facet, value] of Object.entries(filters)) {
    if (typeof value !== 'string' && !Array.isArray(value)) refuse(`filters.${facet}`, shown(value), 'text or a list of texts');
  }
  return { ...filters, ...(allVersions && { allversions: true }) };
}
