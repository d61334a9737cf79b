import type { Community } from './diff.ts';
import type { StepContext } from './step.ts';

/** What is to be looked at directly, and when: a record that seems to be gone, or a concept that seems to have left a community. */
export interface Doubt {
  readonly kind: 'g' | 'c';
  readonly id: string;
  readonly at: number;
}

export function nextDoubt({ memory }: Pick<StepContext, 'memory'>): Doubt | undefined {
  const [inCommunity] = memory.all('c');
  if (inCommunity !== undefined) return { kind: 'c', id: inCommunity[0], at: Number(inCommunity[1]) };
  let first: Doubt | undefined;
  for (const [id, text] of memory.all('g')) {
    const [, at] = JSON.parse(text) as [number, number];
    if (first === undefined || at < first.at) first = { kind: 'g', id, at };
  }
  return first;
}

/** Looks at a record that seems to be gone. One 410 can be false: the second, a while later, is believed. */
export async function confirmGone(context: StepContext, id: string): Promise<void> {
  const { feeds, memory, observer, settings, call } = context;
  const seen = await feeds.lookFor(id, call);
  const [looks] = JSON.parse(memory.get('g', id)!) as [number, number];
  if (seen.isGone && looks === 0) return memory.set('g', id, JSON.stringify([1, feeds.now() + settings.confirmMs]));
  memory.delete('g', id);
  if (seen.isGone) return observer.deleted(id, seen.tombstone, feeds.now());
  // It is there, and no search shows it: restricted, or of an account that nobody has verified.
  memory.set('h', id, '');
  if (seen.record) observer.record(seen.record, Number.POSITIVE_INFINITY);
}

/** Looks at the newest version of a concept that a community's list does not show any more. */
export async function confirmLeft(context: StepContext, key: string, communities: readonly Community[]): Promise<void> {
  const { feeds, memory, observer, call } = context;
  const [communityId = '', parentId = ''] = key.split('/');
  const community = communities.find(({ id }) => id === communityId);
  const seen = community && (await feeds.lookFor(parentId, call));
  memory.delete('c', key);
  const recordId = observer.membership(key)?.recordId;
  if (!seen) memory.delete('m', key);
  else if (seen.record) observer.membershipChecked(seen.record, community, seen.communities.includes(communityId), feeds.now());
  else if (seen.isGone && recordId !== undefined && memory.get('g', recordId) === undefined)
    memory.set('g', recordId, JSON.stringify([0, 0]));
}
