import { ensureText, ensureWhole, refuse } from '../errors/ensure.ts';
import { isStaleRevisionError } from '../errors/guards.ts';
import { path } from '../transport/path.ts';
import { type ByteCount, watched } from '../transport/watched-body.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Community, CommunityChange, CommunityInput, Inclusions } from '../types/community.ts';
import type { FileSource } from '../types/file-source.ts';
import { idsOnly, withoutUndefined } from '../types/ids-only.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { eachItem, type Listing, onePage } from './page-iterator.ts';
import { type ListAt, plainJson, Resource } from './resource.ts';

export interface CommunityQuery extends ListQuery {
  /** `organization`, `event`, `topic` or `project`. */
  readonly type?: string;
  /** A funder's ROR id. */
  readonly funder?: string;
  /** An organisation's ROR id. */
  readonly organization?: string;
}

export interface InclusionOptions {
  /** Asks for a review even where the caller may include directly. */
  readonly requireReview?: boolean;
  /** HTML, for those who decide. */
  readonly comment?: string;
}

const racesLost = 5;

/** Communities, and the records in them. Who is in one: `members`. */
export class Communities extends Resource {
  /** @param community - its UUID or its slug @throws {NotFoundError} there is none @throws {GoneError} it was deleted */
  get(community: string, options?: CallOptions): Promise<Community> {
    return this.send('community', { method: 'GET', path: path`/communities/${community}`, accept: plainJson, ...options });
  }

  /** Like `get`, but undefined when there is none. */
  find(community: string, options?: CallOptions): Promise<Community | undefined> {
    return this.found(this.get(community, options));
  }

  /** All communities that a query finds, over all pages. New ones show some seconds late. */
  search(query: CommunityQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all('/communities', query, options), query);
  }

  /** One page of communities. */
  list(query: CommunityQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<Page<Community>> {
    return onePage(this.#all('/communities', query, options), query);
  }

  /** Those that the caller is a member of. */
  own(query: CommunityQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all('/user/communities', query, options), query);
  }

  /** Those that Zenodo puts in front. */
  featured(query: SearchLimit = {}, options?: CallOptions): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all('/communities/featured', {}, options), query);
  }

  /** Those below another one, as the communities of projects are below `eu`. */
  subcommunities(
    community: string,
    query: CommunityQuery & SearchLimit = {},
    options?: CallOptions,
  ): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all(path`/communities/${community}/subcommunities`, query, options), query);
  }

  /** Those that a record of one's own could be added to: it is not in them, and has not asked. */
  suggestedFor(id: RecordId, query: CommunityQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all(path`/records/${id}/communities-suggestions`, query, options), query);
  }

  /** Those that a record is in; all its versions are. */
  ofRecord(id: RecordId, options?: CallOptions): AsyncGenerator<Community, void, undefined> {
    return eachItem(this.#all(path`/records/${id}/communities`, {}, options), {});
  }

  /**
   * Makes a community; the caller becomes its owner. Not repeated by itself.
   *
   * @throws {ValidationError} the slug is taken, or a field is wrong
   */
  async create(input: CommunityInput, options?: CallOptions): Promise<Community> {
    if (!/^[\w-]{1,100}$/.test(ensureText('slug', input.slug, '"my-community"'))) {
      refuse('slug', `is "${input.slug}"`, 'up to 100 letters, digits, "-" and "_", such as "my-community"');
    }
    ensureText('metadata.title', input.metadata?.title, '"My community"');
    const json = { access: { visibility: 'public' }, ...input };
    return this.send('community', { method: 'POST', path: '/communities', json, accept: plainJson, ...options });
  }

  /**
   * Changes fields of a community and keeps the others: reads it, merges, and writes the whole under its revision. A write
   * that loses a race is read and merged again, unless `ifRevision` is given.
   *
   * @throws {StaleRevisionError} it has changed since `ifRevision`
   */
  update(community: string, change: CommunityChange, options: CallOptions = {}): Promise<Community> {
    const { ifRevision, ...reading } = options;
    return this.inTurn(`community ${community}`, async () => {
      for (let lost = 0; ; lost++) {
        const now = await this.get(community, reading);
        const call = { json: changed(now, change), accept: plainJson, ...reading, ifRevision: ifRevision ?? now.revision_id };
        const written = await settled(this.send('community', { method: 'PUT', path: path`/communities/${now.id}`, ...call }));
        if (written.ok) return written.value;
        if (ifRevision !== undefined || !isStaleRevisionError(written.error) || lost >= racesLost) throw written.error;
      }
    });
  }

  /** Deletes a community; its records stay. @throws {ValidationError} requests to it are open */
  delete(community: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/communities/${community}`, accept: plainJson, ...options });
  }

  /** The picture of a community, as the transport's stream. @throws {NotFoundError} it has none */
  logo(community: string, options?: CallOptions): Promise<unknown> {
    const target = path`/communities/${community}/logo`;
    return this.send('stream', { method: 'GET', path: target, accept: '*/*', responseType: 'stream', ...options });
  }

  /**
   * Gives a community its picture, up to 1 MB.
   *
   * @throws {ConfigurationError} the file is larger, or empty; nothing was sent
   */
  async setLogo(community: string, source: FileSource, options?: CallOptions): Promise<void> {
    ensureWhole('source.size', source.size, 1, 1_000_000);
    const content = async () => {
      const opened = await source.open();
      const bytes: ByteCount = { fault: undefined, sent: 0, ended: false };
      return { body: watched(opened.body, bytes), contentLength: source.size, fault: () => bytes.fault, close: async () => opened.close() };
    };
    await this.send('unchecked', { method: 'PUT', path: path`/communities/${community}/logo`, content, accept: plainJson, ...options });
  }

  /** @throws {NotFoundError} it has none */
  deleteLogo(community: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'DELETE', path: path`/communities/${community}/logo`, accept: plainJson, ...options });
  }

  /** The published records of a community, all pages. Zenodo counts these calls as it counts searches. */
  records(community: string, query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined> {
    const sizes = { usual: this.settings.token === undefined ? 25 : 100, most: 100 };
    const at = { path: path`/communities/${community}/records`, idOf, splits: { newestFirst: true }, sizes };
    return eachItem(this.listing<ZenodoRecord>('records', at, options), query);
  }

  /**
   * Asks a community to take a published record in. Where the caller may include directly the request comes back
   * `accepted`, unless a review is asked for. Drafts are submitted instead: `reviews`. Not repeated by itself.
   *
   * @param community - its UUID or its slug
   * @throws {ValidationError} it is in already, is asked already, or the community is closed to the caller; see `body`
   */
  addRecord(
    id: RecordId,
    community: string,
    { requireReview, comment }: InclusionOptions = {},
    options?: CallOptions,
  ): Promise<Inclusions> {
    const asked = {
      id: community,
      ...(requireReview !== undefined && { require_review: requireReview }),
      ...(comment !== undefined && { comment: { payload: { content: comment, format: 'html' } } }),
    };
    return this.send('inclusions', { method: 'POST', path: path`/records/${id}/communities`, json: { communities: [asked] }, ...options });
  }

  /**
   * Takes a record out of a community, as its owner or as a curator.
   *
   * @param communityId - its UUID; Zenodo does not know the slug here
   * @throws {ValidationError} it is not in that community
   */
  removeRecord(id: RecordId, communityId: string, options?: CallOptions): Promise<void> {
    const json = { communities: [{ id: communityId }] };
    return this.send('none', { method: 'DELETE', path: path`/records/${id}/communities`, json, ...options });
  }

  /** Makes one of a record's communities the one under whose name it is shown. */
  setDefault(id: RecordId, communityId: string, options?: CallOptions): Promise<void> {
    return this.send('none', { method: 'PUT', path: path`/records/${id}/communities`, json: { default: communityId }, ...options });
  }

  #all(target: string, { type, funder, organization }: CommunityQuery, options?: CallOptions): Listing<Community> {
    const facets = { ...(type && { type }), ...(funder && { funder }), ...(organization && { organization }) };
    const at: ListAt<Community> = { path: target, query: facets, accept: plainJson, idOf, splits: { newestFirst: true } };
    return this.listing<Community>('communities', at, options);
  }
}

/** The whole, as a PUT wants it. */
function changed({ slug, metadata, access, custom_fields }: Community, change: CommunityChange) {
  return {
    slug,
    metadata: idsOnly(withoutUndefined({ ...metadata, ...change.metadata })),
    access: { ...access, ...change.access },
    custom_fields: idsOnly(withoutUndefined({ ...custom_fields, ...change.custom_fields })),
  };
}

const idOf = ({ id }: { readonly id: string }): string => id;
