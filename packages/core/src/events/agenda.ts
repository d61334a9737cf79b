import { isDue } from './pace.ts';
import { keyOf, type WatchSource } from './sources.ts';
import type { StepContext } from './step.ts';
import { nextDoubt } from './step-confirm.ts';
import { nextDoi } from './step-doi.ts';
import { isWalked, walkOf } from './step-walk.ts';
import { freshSource } from './watch-state.ts';

/** A step that could be made, and when it is due. */
export type Task = SourceTask | DoubtTask | { readonly kind: 'sweep'; readonly at: number };
export interface SourceTask {
  readonly kind: 'read' | 'walk';
  readonly source: WatchSource;
  readonly at: number;
}
/** A look at one thing; `doi` asks DataCite, whose calls Zenodo does not count. */
export interface DoubtTask {
  readonly kind: 'gone' | 'left' | 'doi';
  readonly id: string;
  readonly at: number;
}

/** All that there is to do, what is due first at the top. */
export function agenda({ memory, settings }: Pick<StepContext, 'memory' | 'settings'>, now: number): Task[] {
  const { sources, sweep } = memory.state;
  const tasks: Task[] = [];
  for (const source of settings.sources) {
    if (source.kind === 'datacite') continue;
    const state = sources[keyOf(source)] ?? freshSource;
    tasks.push({ kind: 'read', source, at: state.dueAt });
    if (isWalked(source) && state.reading !== undefined)
      tasks.push({ kind: 'walk', source, at: Math.max(walkOf(state).nextAt, state.failures > 0 ? state.dueAt : 0) });
  }
  const doubt = nextDoubt({ memory });
  if (doubt) tasks.push({ kind: doubt.kind === 'g' ? 'gone' : 'left', id: doubt.id, at: doubt.at });
  if (memory.all('r').size > 0) tasks.push({ kind: 'sweep', at: sweep.nextAt });
  const doi = nextDoi(memory);
  if (doi) tasks.push({ kind: 'doi', id: doi.doi, at: doi.at });
  const furthestMs = Math.max(settings.intervalMs * 61, 16 * 60_000);
  const due = ({ kind, at }: Task) =>
    kind === 'doi' || at === Number.MAX_SAFE_INTEGER || !isDue(at, now, furthestMs) ? at : Math.min(at, now);
  return tasks.map((task) => ({ ...task, at: due(task) })).toSorted((a, b) => a.at - b.at);
}
