import type { Community } from './diff.ts';
import { rangeQuery } from './slices.ts';
import type { WatchSource } from './sources.ts';
import { rareAt, type StepContext, soonAt } from './step.ts';
import { anyOf } from './step-source.ts';
import type { SourceState, WalkState } from './watch-state.ts';

/** From here on there were records. */
const start: WalkState = { at: 0, nextAt: 0, isComplete: false };
/** Concepts that are looked at quickly in the beginning; a longer list comes with the rare looks. */
const quickConcepts = 1000;

/** Sources that are walked through: what left a community, or was there before us, shows in no list of changes. */
export const isWalked = (source: WatchSource): boolean =>
  source.kind === 'own' || source.kind === 'community' || source.kind === 'concepts';

/** Where the walk is. A list of concepts that has changed since is gone through anew. */
export function walkOf(source: WatchSource, { walk = start }: SourceState): WalkState {
  return source.kind === 'concepts' && walk.isComplete && walk.at !== source.ids.length ? start : walk;
}

/** True for a walk that is no first one, or too long for a quick one: it waits for the time of the rare looks. */
export const isRareWalk = (source: WatchSource, { isComplete }: WalkState): boolean =>
  isComplete || (source.kind === 'concepts' && source.ids.length > quickConcepts);

/** The next call of a walk: one page of the list, in the order of publication. */
export async function walkSource(context: StepContext, source: WatchSource, state: SourceState): Promise<SourceState> {
  if (source.kind === 'concepts') return walkConcepts(context, source, state);
  const { feeds, observer, call } = context;
  const walk = walkOf(source, state);
  const query = {
    q: rangeQuery('created', { from: walk.at, to: null }),
    sort: 'oldest',
    size: feeds.pageSize,
    allversions: source.kind === 'own',
  };
  const page = source.kind === 'community' ? await feeds.ofCommunity(source.community, query, call) : await feeds.own(query, call);
  const { hits, total } = page.hits;
  const last = hits.length < total ? Date.parse(hits.at(-1)!.created) : undefined;
  if (source.kind === 'community') {
    const isNews = walk.isComplete;
    for (const record of hits) {
      observer.record(record, state.since!);
      observer.member(record, state.community!, isNews || Date.parse(record.created) > state.since!);
    }
    doubtMissing(context, state.community!, walk.at, last, new Set(hits.map(({ parent }) => parent.id)));
  } else for (const item of hits) observer.own(item, state.since!);
  // More than a page within one millisecond cannot be parted; it is left at that.
  const at = last === undefined ? 0 : Math.max(last, walk.at + 1);
  const isComplete = walk.isComplete || last === undefined;
  return { ...state, walk: { at, isComplete, nextAt: isComplete ? rareAt(context) : soonAt(context) } };
}

/** Members that the walk should have met: a direct look decides. */
function doubtMissing(
  { memory, observer }: StepContext,
  community: Community,
  from: number,
  to: number | undefined,
  seen: ReadonlySet<string>,
): void {
  for (const [key] of memory.all('m')) {
    const [id, parentId = ''] = key.split('/');
    if (id !== community.id || seen.has(parentId)) continue;
    const known = observer.membership(key);
    const created = Date.parse(known?.created ?? '');
    if (known?.isMember && created >= from && (to === undefined || created < to)) memory.set('c', key, '0');
  }
}

async function walkConcepts(
  context: StepContext,
  source: Extract<WatchSource, { kind: 'concepts' }>,
  state: SourceState,
): Promise<SourceState> {
  const { feeds, observer, call } = context;
  const { ids } = source;
  const { at } = walkOf(source, state);
  const some = ids.slice(at, at + feeds.pageSize);
  const page = await feeds.search({ q: anyOf('parent.id', some), sort: 'oldest', size: feeds.pageSize }, call);
  for (const record of page.hits.hits) observer.record(record, state.since!);
  const next = at + some.length;
  const isComplete = next >= ids.length;
  // Once through is enough: what is known from then on is kept up by its changes, and by the sweep.
  const nextAt = isComplete ? Number.MAX_SAFE_INTEGER : ids.length <= quickConcepts ? soonAt(context) : rareAt(context);
  return { ...state, walk: { at: next, isComplete, nextAt } };
}
