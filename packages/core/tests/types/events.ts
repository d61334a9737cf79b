/** The types of events as people meet them; compiled by `tsc`, never run. */
import {
  type EventType,
  eventTypes,
  FileWatchStore,
  type WatchStore,
  type Zenodo,
  type ZenodoEvent,
  type ZenodoEventOf,
} from '../../src/index.ts';

export async function watching(zenodo: Zenodo, signal: AbortSignal): Promise<void> {
  const store: WatchStore = new FileWatchStore('watch.jsonl');
  const watcher = zenodo.watch({
    sources: [{ kind: 'own' }, { kind: 'community', community: 'crystals' }, { kind: 'datacite' }],
    store,
    share: 0.5,
  });
  const { events, waitMs } = await watcher.poll({ budgetMs: 1000 });
  await watcher.confirm(events.map(({ id }) => id));
  await watcher.run({ signal, deliver: (found) => found.forEach(told) });
  // @ts-expect-error a community is named
  zenodo.watch({ sources: [{ kind: 'community' }] });
  // @ts-expect-error no such source
  zenodo.watch({ sources: [{ kind: 'everything' }] });
  const wait: number = waitMs;
  return void wait;
}

export function told(event: ZenodoEvent): string {
  if (event.type === 'metadata.changed') return (event.data.changed ?? []).join(', ');
  if (event.type === 'community.record.added') return `${event.subject} in ${event.data.community.slug}`;
  if (event.type === 'quota.low') return `${event.data.used} of ${event.data.limit} ${event.data.resource}`;
  // @ts-expect-error no other event has a list of paths
  return event.data.changed;
}

export const version = ({ data }: ZenodoEventOf<'version.published'>): number | undefined => data.after?.version_index;
export const all: readonly EventType[] = eventTypes;
