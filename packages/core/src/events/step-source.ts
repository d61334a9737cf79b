import type { FeedQuery } from '../resources/feeds.ts';
import type { OwnRecord, Page } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { afterLook, type Look, nextSlice, rangeQuery, type Slice, startReading } from './slices.ts';
import type { WatchSource } from './sources.ts';
import type { StepContext } from './step.ts';
import type { SourceState } from './watch-state.ts';

/** Up to so many concepts are named in the query; more of them are picked out of all changes. */
const mostNamed = 200;
const requestsSize = 50;
const oaiSize = 50;

/** The next call for a source: where it begins, then slice by slice what changed. `dueAt` stays for the watcher to set. */
export async function readSource(context: StepContext, source: WatchSource, state: SourceState): Promise<SourceState> {
  const { feeds, settings, call } = context;
  if (source.kind === 'community' && state.community === undefined) {
    const { id, slug } = await feeds.community(source.community, call);
    return { ...state, community: { id, slug } };
  }
  const [pending, ...rest] = state.pending ?? [];
  if (pending !== undefined) {
    await readPending(context, pending, state.since ?? 0);
    return { ...state, pending: rest };
  }
  const since = state.since ?? settings.since;
  if (since === undefined) return { ...state, since: newest(await newestPage(context, source)) };
  return readSlice(context, source, { ...state, since });
}

/** True when the source has been read to the end and nothing of it waits. */
export const isBetweenRounds = ({ reading, pending = [] }: SourceState): boolean =>
  reading !== undefined && reading.at === reading.safe && reading.spanMs === null && pending.length === 0;

async function readSlice(context: StepContext, source: WatchSource, state: SourceState): Promise<SourceState> {
  const { feeds, settings } = context;
  const reading = state.reading ?? startReading(state.since!);
  const { look, pending, owner } = await lookAt(context, source, state, nextSlice(reading));
  const next = afterLook(reading, look, settings.overlapMs, feeds.now());
  const account = state.account ?? { subject: owner ?? '', refusedAt: null, isRefused: false, times: 0 };
  return {
    ...state,
    reading: next.reading,
    ...(pending && { pending }),
    ...(owner !== undefined && { account: { ...account, subject: owner } }),
  };
}

interface Seen {
  readonly look: Look;
  readonly pending?: readonly RecordId[];
  /** The id of the account. */
  readonly owner?: string;
}

async function lookAt(context: StepContext, source: WatchSource, state: SourceState, slice: Slice): Promise<Seen> {
  const { feeds, observer, call } = context;
  const since = state.since!;
  const range = rangeQuery('updated', slice);
  const size = feeds.pageSize;
  const query: FeedQuery = { q: range, sort: 'updated-asc', size, page: slice.page, allversions: true };
  if (source.kind === 'own') {
    const page = await feeds.own(query, call);
    for (const item of page.hits.hits) observer.own(item, since);
    const owner = ownerOf(page.hits.hits[0]);
    return { look: lookOf(page, size), ...(owner !== undefined && { owner }) };
  }
  if (source.kind === 'requests') {
    const page = await feeds.requests(source.community, { q: range, sort: 'oldest', size: requestsSize, page: slice.page }, call);
    for (const request of page.hits.hits) observer.request(request, since);
    return { look: lookOf(page, requestsSize) };
  }
  if (source.kind === 'oai') return lookAtOai(context, source.set, slice);
  if (source.kind === 'community') {
    const page = await feeds.ofCommunity(source.community, query, call);
    for (const record of page.hits.hits) {
      observer.record(record, since);
      observer.member(record, state.community!, state.walk?.isComplete === true || Date.parse(record.created) > since);
    }
    return { look: lookOf(page, size) };
  }
  const { q, isWatched } = filterOf(source);
  const page = await feeds.search({ ...query, q: q === undefined ? range : `(${q}) AND ${range}` }, call);
  for (const record of page.hits.hits) if (isWatched(record)) observer.record(record, since);
  return { look: lookOf(page, size) };
}

function ownerOf(item: OwnRecord | undefined): string | undefined {
  const parent = item?.parent as { readonly access?: { readonly owned_by?: { readonly user?: string } } } | undefined;
  return parent?.access?.owned_by?.user;
}

interface Filter {
  readonly q: string | undefined;
  readonly isWatched: (record: ZenodoRecord) => boolean;
}
const filters = new WeakMap<WatchSource, Filter>();

function filterOf(source: WatchSource): Filter {
  const known = filters.get(source) ?? makeFilter(source);
  filters.set(source, known);
  return known;
}

function makeFilter(source: WatchSource): Filter {
  if (source.kind !== 'concepts') return { q: source.kind === 'query' ? source.q : undefined, isWatched: () => true };
  const ids = new Set(source.ids);
  return { q: ids.size > mostNamed ? undefined : anyOf('parent.id', source.ids), isWatched: ({ parent }) => ids.has(parent.id) };
}

/** A query for any of these ids; 8 digits each make some 5 kB of 300. */
export const anyOf = (field: 'id' | 'parent.id', ids: readonly RecordId[]): string =>
  `${field}:(${ids.map((id) => `"${id}"`).join(' OR ')})`;

/** Headers name what changed; records whose second is not the known one are read one by one afterwards. */
async function lookAtOai({ feeds, observer, call }: StepContext, set: string | undefined, { from, to }: Slice): Promise<Seen> {
  const { headers, total } = await feeds.oai(set, toSecond(from), to === null ? undefined : toSecond(to), call);
  const isNews = ({ id, datestamp }: { id: string; datestamp: string }) => {
    const known = observer.known(id)?.state.updated;
    return known === undefined || Math.floor(Date.parse(known) / 1000) < Math.floor(Date.parse(datestamp) / 1000);
  };
  const times = headers.map(({ datestamp }) => Date.parse(datestamp));
  return { look: { total, times, size: oaiSize }, pending: headers.filter(isNews).map(({ id }) => id) };
}

const toSecond = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

async function readPending({ feeds, observer, memory, call }: StepContext, id: RecordId, since: number): Promise<void> {
  const seen = await feeds.lookFor(id, call);
  if (seen.record) observer.record(seen.record, since);
  else if (seen.isGone && memory.get('r', id) !== undefined) memory.set('g', id, JSON.stringify([0, 0]));
}

function lookOf({ hits }: Page<{ readonly updated: string }>, size: number): Look {
  return { total: hits.total, times: hits.hits.map(({ updated }) => Date.parse(updated)), size };
}

/**
 * The newest change: Zenodo's own now, as far as its index goes. Nothing of our clock is in it. For what others change it is
 * that of the whole site: the newest of a community can be long ago, and what was published since then is no news.
 */
function newestPage({ feeds, call }: StepContext, source: WatchSource): Promise<Page<{ readonly updated: string }>> {
  const query: FeedQuery = { sort: 'updated-desc', size: 1, allversions: true };
  if (source.kind === 'own') return feeds.own(query, call);
  // Comments count as activity and leave `updated` alone: the newest change is near the top, if not at it.
  if (source.kind === 'requests') return feeds.requests(source.community, { sort: 'newestactivity', size: requestsSize }, call);
  return feeds.search(query, call);
}

const newest = ({ hits }: Page<{ readonly updated: string }>): number =>
  Math.max(0, ...hits.hits.map(({ updated }) => Date.parse(updated)));
