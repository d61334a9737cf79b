import { ConfigurationError } from '../errors/configuration-error.ts';
import { isGoneError, isNotFoundError, isPermissionError } from '../errors/guards.ts';
import { ensureDoi } from '../identifiers/doi.ts';
import type { Call } from '../transport/caller.ts';
import { type OaiHeaders, oaiHeadersIn } from '../transport/oai-answer.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import { type ListedRequest, listedPublished, listedRecord, listedRequest } from '../types/listed.ts';
import type { OwnRecord, Page } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { Resource } from './resource.ts';

export interface FeedQuery {
  readonly q?: string;
  readonly sort: string;
  readonly size: number;
  readonly page?: number;
  readonly allversions?: boolean;
}

/** What a direct look at a record showed. */
export interface Found {
  readonly isGone: boolean;
  readonly record?: ZenodoRecord;
  readonly tombstone?: unknown;
  /** Ids of the communities that the record is in. */
  readonly communities: readonly string[];
}
const nothing: Found = { isGone: false, communities: [] };

function communitiesOf({ parent }: ZenodoRecord): readonly string[] {
  const { communities } = parent as { readonly communities?: { readonly ids?: readonly string[] } };
  return communities?.ids ?? [];
}

/** The lists that changes are seen in, one page and one call at a time, with nothing repeated behind the caller's back. */
export class Feeds extends Resource {
  readonly origin = this.settings.origin;
  readonly account = this.settings.account;
  readonly now = this.settings.now;
  /** Items that Zenodo puts on one page of records for this caller. */
  readonly pageSize = this.settings.token === undefined ? 25 : 100;
  readonly knowsDatacite = this.settings.dataciteOrigin !== undefined;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.settings.transport.sleep(ms, signal);
  }

  search(query: FeedQuery, options?: CallOptions): Promise<Page<ZenodoRecord>> {
    return this.#listing(listedPublished, { method: 'GET', path: '/records', query: { ...query }, ...options });
  }

  own(query: FeedQuery, options?: CallOptions): Promise<Page<OwnRecord>> {
    return this.#listing(listedRecord, { method: 'GET', path: '/user/records', query: { ...query }, ...options });
  }

  ofCommunity(community: string, query: FeedQuery, options?: CallOptions): Promise<Page<ZenodoRecord>> {
    const target = path`/communities/${community}/records`;
    return this.#listing(listedPublished, { method: 'GET', path: target, query: { ...query }, ...options });
  }

  community(slug: string, options?: CallOptions): Promise<{ readonly id: string; readonly slug: string }> {
    return this.send('community', { method: 'GET', path: path`/communities/${slug}`, accept: 'application/json', ...options });
  }

  requests(community: string | undefined, query: FeedQuery, options?: CallOptions): Promise<Page<ListedRequest>> {
    const target = community === undefined ? '/user/requests' : path`/communities/${community}/requests`;
    return this.#listing(listedRequest, { method: 'GET', path: target, query: { ...query }, accept: 'application/json', ...options });
  }

  /** A page without the items that are none. */
  async #listing<Item>(read: (item: unknown) => Item | undefined, call: Call): Promise<Page<Item>> {
    const { hits } = await this.send('listing', call);
    const items = hits.hits.flatMap((item) => read(item) ?? []);
    return { hits: { hits: items, total: hits.total - (hits.hits.length - items.length) } };
  }

  /** Reads a record directly, or the newest version of a concept: these answers are never behind. Gone is 410 and 404; hidden from this caller is neither. */
  async lookFor(id: RecordId, options?: CallOptions): Promise<Found> {
    const asked = await settled(this.send('unchecked', { method: 'GET', path: path`/records/${id}`, ...options }));
    const record = asked.ok ? listedPublished(asked.value) : undefined;
    if (record) return { isGone: false, record, communities: communitiesOf(record) };
    // An answer that is no record says nothing.
    if (asked.ok) return nothing;
    if (isGoneError(asked.error)) return { ...nothing, isGone: true, tombstone: asked.error.tombstone };
    if (isNotFoundError(asked.error)) return { ...nothing, isGone: true };
    if (isPermissionError(asked.error)) return nothing;
    throw asked.error;
  }

  /** The headers of OAI-PMH in a set, `from` and `until` to the second; the first page. */
  async oai(set: string | undefined, from: string, until: string | undefined, options?: CallOptions): Promise<OaiHeaders> {
    const query = {
      verb: 'ListIdentifiers',
      metadataPrefix: 'oai_dc',
      from,
      ...(until !== undefined && { until }),
      ...(set !== undefined && { set }),
    };
    const call = {
      method: 'GET',
      path: '/oai2d',
      at: 'site',
      query,
      accept: 'text/xml',
      responseType: 'text',
      budget: 'oai',
      ...options,
    } as const;
    const asked = await settled(this.send('unchecked', call));
    if (asked.ok) return oaiHeadersIn(String(asked.value));
    // "Nothing new" is an error in OAI-PMH, and errors are 422 at Zenodo.
    const body = asked.error instanceof Object && 'body' in asked.error ? String(asked.error.body) : '';
    if (body.includes('noRecordsMatch')) return { headers: [], total: 0 };
    throw asked.error;
  }

  /**
   * What DataCite shows of a DOI; anything but findable is hidden from guests.
   *
   * @throws {ConfigurationError} where DataCite is, is not known
   */
  async isFindable(doi: string, options?: CallOptions): Promise<boolean> {
    if (!this.knowsDatacite) throw new ConfigurationError('Where DataCite is for this "baseUrl" is not known; give "dataciteUrl".');
    const target = path`/dois/${ensureDoi(doi)}`;
    const asked = await settled(
      this.send('dataciteDoi', { method: 'GET', path: target, at: 'datacite', accept: 'application/vnd.api+json', ...options }),
    );
    if (asked.ok) return asked.value.data.attributes.state === 'findable';
    if (isNotFoundError(asked.error)) return false;
    throw asked.error;
  }
}
