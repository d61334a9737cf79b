import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { ZenodoRecord } from '../types/record.ts';
import { diffRecord, diffRequest, doiHappening, embargoEnding, membershipHappening } from './diff.ts';
import type { EventType, ZenodoEvent } from './event-types.ts';
import { type KnownRecord, knownRecord, requestState } from './known-record.ts';
import { type Happening, makeEvent } from './make-event.ts';
import type { WatchSource } from './sources.ts';
import { anyOf } from './step-source.ts';

const looked = 25;
/** Any embargo that has not ended is near enough for an example. */
const anyDays = 100_000;

/** The newest thing in the first of the sources that would have been an event of these types. */
export async function latestEvent(
  feeds: Feeds,
  sources: readonly WatchSource[],
  types: readonly EventType[],
  call: CallOptions,
): Promise<ZenodoEvent | undefined> {
  const source = sources.find(({ kind }) => kind !== 'datacite') ?? sources[0]!;
  for await (const happening of happenings(feeds, source, types, call)) {
    if (types.includes(happening.type)) return makeEvent(feeds.origin, happening);
  }
  return undefined;
}

async function* happenings(
  feeds: Feeds,
  source: WatchSource,
  types: readonly EventType[],
  call: CallOptions,
): AsyncGenerator<Happening, void, undefined> {
  if (source.kind === 'requests') {
    const { hits } = await feeds.requests(source.community, { sort: 'newest', size: looked }, call);
    for (const request of hits.hits)
      yield* diffRequest(undefined, requestState(request), request.created, Date.parse(request.created) - 1).reverse();
  } else if (source.kind === 'datacite') {
    for (const doi of source.dois ?? []) yield* findable(feeds, doi, call);
  } else yield* ofRecords(feeds, source, types, call);
}

async function* ofRecords(
  feeds: Feeds,
  source: WatchSource,
  types: readonly EventType[],
  call: CallOptions,
): AsyncGenerator<Happening, void, undefined> {
  const community = source.kind === 'community' ? await feeds.community(source.community, call) : undefined;
  for (const record of await newestOf(feeds, source, types, call)) {
    const known = knownRecord(record);
    const { state } = known;
    yield* published(known);
    yield* changed(known);
    const ending = embargoEnding(known, feeds.now(), anyDays);
    if (ending) yield ending;
    yield* lifted(record, known);
    if (community) {
      const membership = { times: 1, isMember: true, recordId: state.id, created: state.created };
      yield membershipHappening(true, membership, known, state.parent_id, { id: community.id, slug: community.slug }, state.updated);
    }
    if (types.includes('doi.findable') && state.doi !== null) yield* findable(feeds, state.doi, call);
  }
}

async function newestOf(feeds: Feeds, source: WatchSource, types: readonly EventType[], call: CallOptions): Promise<ZenodoRecord[]> {
  const changes = types.some((type) => type.endsWith('.changed'));
  const active = types.includes('embargo.ending') ? 'access.embargo.active:true' : undefined;
  const own = source.kind === 'query' ? source.q && `(${source.q})` : undefined;
  const concepts = source.kind === 'concepts' ? anyOf('parent.id', source.ids.slice(0, 200)) : undefined;
  const q = [own, concepts, active].filter((part) => part !== undefined).join(' AND ');
  const query = { ...(q !== '' && { q }), sort: changes ? 'updated-desc' : 'newest', size: looked, allversions: true };
  if (source.kind === 'own') {
    const { hits } = await feeds.own(query, call);
    return hits.hits.filter((item): item is ZenodoRecord => !item.is_draft && item.is_published);
  }
  const { hits } = source.kind === 'community' ? await feeds.ofCommunity(source.community, query, call) : await feeds.search(query, call);
  return [...hits.hits];
}

const published = (known: KnownRecord): Happening[] => diffRecord(undefined, known, Date.parse(known.state.created) - 1);

/** As for a watcher that came after it was published. */
const changed = (known: KnownRecord): Happening[] => diffRecord(undefined, known, Date.parse(known.state.created));

function* lifted({ access }: ZenodoRecord, { state }: KnownRecord): Generator<Happening, void, undefined> {
  const { active, until } = access?.embargo ?? {};
  if (active !== false || !until) return;
  const data = { before: { ...state, embargo_until: until }, after: state, until };
  yield { type: 'embargo.lifted', subject: state.id, discriminator: until, time: state.updated, data };
}

async function* findable(feeds: Feeds, doi: string, call: CallOptions): AsyncGenerator<Happening, void, undefined> {
  if (await feeds.isFindable(doi, call)) yield doiHappening('doi.findable', doi, new Date(feeds.now()).toISOString());
}
