import type { App } from '../app.ts';
import { exportListReply, isExport } from '../exports/formats.ts';
import type { Call } from '../http/call.ts';
import { NATIVE, RECORD_TYPES } from '../http/negotiation.ts';
import { invalid, notFound, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { Doc } from '../json.ts';
import { findCommunity } from '../lifecycle/communities.ts';
import { pageLinks } from '../replies/page-links.ts';
import { draftView, recordView } from '../replies/view.ts';
import type { Documents } from '../search/catalogue.ts';
import type { SearchDocument } from '../search/document.ts';
import { aggregations, facetTest } from '../search/facets.ts';
import { parseQuery } from '../search/query.ts';
import { byScore, firstInOrder, orderOf } from '../search/sort.ts';
import { isVerified, type User } from '../state/users.ts';
import { communityOf } from './communities.ts';
import { findRecord } from './find.ts';
import { readArguments } from './listing-arguments.ts';

const WINDOW = 10_000;
const LINKED = new Set(
  'q sort page size allversions all_versions type subtype communities publication_date access_status resource_type subject file_type is_published'.split(
    ' ',
  ),
);

interface Listing {
  readonly documents: readonly SearchDocument[];
  readonly url: string;
  readonly sort: string;
  readonly counts: boolean;
  /** True where records of users whom nobody has verified come after all others, whatever the sort. */
  readonly verifiedFirst?: boolean;
  /** False where filters beside the query are read and change nothing. */
  readonly filters?: boolean;
}

/** The public search: published records, the latest version of each unless all are asked for. */
function search(call: Call, app: App): Reply {
  const wanted = new Set(call.query.getAll('communities').map((name) => findCommunity(app, name)?.id));
  wanted.delete(undefined);
  // Where no name leads to a community, all records are searched.
  const isMeant = ({ communities }: SearchDocument) => communities.some((id) => wanted.has(id));
  const documents = publicDocuments(call, app, wanted.size === 0 ? undefined : isMeant);
  return listingReply(call, app, { documents, url: `${call.origin}/api/records`, sort: 'newest', counts: true, verifiedFirst: true });
}

function publicDocuments(call: Call, app: App, isMeant?: (record: SearchDocument) => boolean): readonly SearchDocument[] {
  const all = app.catalogue.list('records', recordsOf);
  if (isMeant) return readArguments(call).allVersions ? all.filter(isMeant) : latestOf(all.filter(isMeant));
  return readArguments(call).allVersions ? all : app.catalogue.list('latest records', () => latestOf(all));
}

function recordsOf(documents: Iterable<Documents>): readonly SearchDocument[] {
  const all: SearchDocument[] = [];
  for (const { record } of documents) if (record) all.push(record);
  return all;
}

/** The caller's own drafts and records: of each concept the newest version, drafts included, unless all are asked for. */
function own(call: Call, app: App): Reply {
  const documents = ownDocuments(call, app, call.requireUser());
  return listingReply(call, app, { documents, url: `${call.origin}/api/user/records`, sort: 'updated-desc', counts: true });
}

/** What a user's listings are made of: of each concept the newest version, a draft before its record, or all versions. */
export function ownDocuments(call: Call, app: App, user: User): readonly SearchDocument[] {
  const all = app.catalogue.list(`all of ${user.id}`, (documents) => {
    const own: SearchDocument[] = [];
    for (const { draft, record } of documents) {
      const document = draft ?? record;
      if (document?.ownerId === user.id) own.push(document);
    }
    return own;
  });
  return readArguments(call).allVersions ? all : app.catalogue.list(`latest of ${user.id}`, () => latestOf(all));
}

/** Of each concept the document with the highest index. */
function latestOf(all: readonly SearchDocument[]): readonly SearchDocument[] {
  const later = new Map<string, SearchDocument>();
  for (const document of all)
    if (document.index > 1 && document.index > (later.get(document.parentId)?.index ?? 1)) later.set(document.parentId, document);
  return all.filter((document) => (later.get(document.parentId) ?? document) === document);
}

/** The published records of a community. */
function ofCommunity(call: Call, app: App): Reply {
  const community = communityOf(call, app);
  return communityRecords(call, app, community.id, `${call.origin}/api/communities/${call.param('community')}/records`);
}

/** The published records of a community that all those queries find, at an address of their own. */
export function communityRecords(call: Call, app: App, id: string, url: string, queries: readonly string[] = []): Reply {
  return listingReply(call, app, { documents: communityDocuments(call, app, id, queries), url, sort: 'newest', counts: true });
}

/** The same as documents, of each concept the latest version unless all are asked for. */
export function communityDocuments(call: Call, app: App, id: string, queries: readonly string[]): readonly SearchDocument[] {
  const inside = publicDocuments(call, app, ({ communities }) => communities.includes(id));
  const tests = queries.map((query) => app.catalogue.test(parseQuery(query)));
  return tests.length === 0 ? inside : inside.filter((record) => tests.every((test) => test(record)));
}

/** The latest published versions of records in a community. */
export function latestIn(app: App, id: string): readonly SearchDocument[] {
  return latestOf(app.catalogue.list('records', recordsOf).filter(({ communities }) => communities.includes(id)));
}

/** The published versions of one concept, the newest first. */
function versions(call: Call, app: App): Reply {
  if (app.store.concept(call.param('id'))) throw notFound();
  const { parentId, id } = findRecord(call, app);
  const documents = app.catalogue.list('records', recordsOf).filter((record) => record.parentId === parentId);
  return listingReply(call, app, { documents, url: `${call.origin}/api/records/${id}/versions`, sort: 'version', counts: false });
}

function listingReply(call: Call, app: App, listing: Listing): Reply {
  const { found, hits, shown, page, size, sort } = findPage(call, app, listing);
  const body = {
    hits: { hits: shown.map((hit) => view(call, app, hit)), total: hits.length },
    ...(listing.counts ? { aggregations: aggregations(found, call.query) } : {}),
    links: pageLinks(listing.url, keptOf(call), { page, size, sort, more: page * size < hits.length }),
    ...(call.accepted === NATIVE ? { sortBy: sort } : {}),
  };
  return isExport(call.accepted) ? exportListReply(call.accepted, body, call.query) : jsonReply(200, body, call.accepted);
}

interface FoundPage {
  /** All that the query finds, filters aside: what the counts count. */
  readonly found: readonly SearchDocument[];
  readonly hits: readonly SearchDocument[];
  readonly shown: readonly SearchDocument[];
  readonly page: number;
  readonly size: number;
  readonly sort: string;
}

/**
 * Searches a listing as the query of a call asks.
 *
 * @throws {Problem} 400 for a sort, page or size that Zenodo refuses
 */
export function findPage(call: Call, app: App, listing: Omit<Listing, 'url'>): FoundPage {
  const q = call.query.get('q') ?? '';
  const { page, size } = readArguments(call);
  // Records have no suggestions.
  if (call.query.get('suggest') || page * size > WINDOW) throw new Problem(400, 'Invalid querystring parameters.');
  const sort = sortOf(call.query.get('sort'), q, listing);
  const known = orderOf(sort);
  if (!known) throw invalid([{ field: '_schema', messages: [`Invalid sort option '${sort}'.`] }]);

  const { filters = true, verifiedFirst = false } = listing;
  const query = parseQuery(q);
  const isScored = q !== '' && sort.endsWith('bestmatch');
  const given = isScored ? byScore(app.catalogue.scores(query, listing.documents), sort.startsWith('-') ? -1 : 1) : known;
  const rank = ({ ownerId }: SearchDocument) => (isVerified(ownerId) ? 0 : 1);
  const order: typeof known = verifiedFirst ? (a, b) => rank(a) - rank(b) || given(a, b) : given;
  const matches = app.catalogue.test(query);
  const worded = q === '' ? listing.documents : listing.documents.filter(matches);
  const found = filters ? worded.filter(typeTest(call.query)) : worded;
  // Facets narrow the hits and not the counts beside them, so that a page can offer the other choices.
  const hits = filters ? found.filter(filterTest(call)) : found;
  return { found, hits, shown: firstInOrder(hits, order, page * size).slice((page - 1) * size), page, size, sort };
}

/** Without words nothing matches best: then the order is that of a list. */
function sortOf(asked: string | null, q: string, { sort, counts }: Pick<Listing, 'sort' | 'counts'>): string {
  if (q === '' && (asked ?? 'bestmatch') === 'bestmatch') return sort;
  return asked ?? (counts ? 'bestmatch' : sort);
}

function view(call: Call, app: App, { entry, side }: SearchDocument): Doc {
  return side === 'draft' ? draftView(call, app, entry, { listed: true }) : recordView(call, app, entry, { listed: true });
}

function filterTest({ query }: Call): (document: SearchDocument) => boolean {
  const published = query.get('is_published');
  const test = facetTest(query);
  return (document) => (published === null || String(document.isPublished) === published) && test(document);
}

/** The old filter: a general type, and with it the rest of a finer one's id. */
function typeTest(query: URLSearchParams): (document: SearchDocument) => boolean {
  const [type, subtype] = [query.get('type'), query.get('subtype')];
  return ({ facets }) => !type || (facets.generalType === type && (!subtype || facets.type === `${type}-${subtype}`));
}

/** What of a query stands in the links of its answer. */
function keptOf({ query }: Call): URLSearchParams {
  const kept = new URLSearchParams([...query].filter(([name]) => LINKED.has(name)));
  for (const name of ['type', 'subtype']) if (kept.has(name)) kept.set(name, kept.get(name)!);
  return kept;
}

export const listingRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/records', serves: RECORD_TYPES, handle: search },
  { method: 'GET', path: '/api/communities/:community/records', serves: RECORD_TYPES, handle: ofCommunity },
  { method: 'GET', path: '/api/user/records', serves: RECORD_TYPES, handle: own },
  { method: 'GET', path: '/api/records/:id/versions', serves: RECORD_TYPES, handle: versions },
];
