import type { Memory } from './memory.ts';
import { isDue } from './pace.ts';
import { keyOf, type WatchSource } from './sources.ts';
import type { StepContext } from './step.ts';
import { nextDoubt } from './step-confirm.ts';
import { nextDoi } from './step-doi.ts';
import { isRareWalk, isWalked, walkOf } from './step-walk.ts';
import { freshSource } from './watch-state.ts';

/** A step that could be made. It waits since `dueAt`, and may be made from `at` on. */
export type Task = SourceTask | DoubtTask | ({ readonly kind: 'sweep' } & Times);
interface Times {
  readonly dueAt: number;
  readonly at: number;
}
export interface SourceTask extends Times {
  readonly kind: 'read' | 'walk';
  readonly source: WatchSource;
}
/** A look at one thing; `doi` asks DataCite, whose calls Zenodo does not count. */
export interface DoubtTask extends Times {
  readonly kind: 'gone' | 'left' | 'doi';
  readonly id: string;
}

/** What to do next: of what may be done now, that which waits longest; else what may be done first. */
export function nextTask({ memory, settings }: Pick<StepContext, 'memory' | 'settings'>, now: number): Task | undefined {
  const furthestMs = Math.max(settings.intervalMs * 61, 16 * 60_000);
  const tasks = [...sourceTasks(memory, settings.sources), ...otherTasks(memory)].map((task) =>
    task.kind !== 'doi' && task.at !== never && isDue(task.at, now, furthestMs) ? { ...task, at: Math.min(task.at, now) } : task,
  );
  const ready = tasks.filter(({ at }) => at <= now);
  return ready.length > 0 ? least(ready, ({ dueAt }) => dueAt) : least(tasks, ({ at }) => at);
}

function sourceTasks({ state }: Memory, sources: readonly WatchSource[]): Task[] {
  return sources.flatMap((source): Task[] => {
    if (source.kind === 'datacite') return [];
    const known = state.sources[keyOf(source)] ?? freshSource;
    const { dueAt, failures, reading } = known;
    const read: Task = { kind: 'read', source, dueAt, at: dueAt };
    if (!isWalked(source) || reading === undefined) return [read];
    const walk = walkOf(source, known);
    const { nextAt } = walk;
    const gate = Math.max(failures > 0 ? dueAt : 0, isRareWalk(source, walk) ? state.rareAt : 0);
    return [read, { kind: 'walk', source, dueAt: nextAt, at: Math.max(nextAt, gate) }];
  });
}

function otherTasks(memory: Memory): Task[] {
  const { sweep, rareAt, doubtAt } = memory.state;
  const tasks: Task[] = [];
  const doubt = nextDoubt({ memory });
  if (doubt) tasks.push({ kind: doubt.kind === 'g' ? 'gone' : 'left', id: doubt.id, dueAt: doubt.at, at: Math.max(doubt.at, doubtAt) });
  const gate = sweep.suspects.length > 0 ? 0 : rareAt;
  if (memory.all('r').size > 0) tasks.push({ kind: 'sweep', dueAt: sweep.nextAt, at: Math.max(sweep.nextAt, gate) });
  const doi = nextDoi(memory);
  if (doi) tasks.push({ kind: 'doi', id: doi.doi, dueAt: doi.at, at: doi.at });
  return tasks;
}

const never = Number.MAX_SAFE_INTEGER;

function least(tasks: readonly Task[], of: (task: Task) => number): Task | undefined {
  return tasks.reduce<Task | undefined>((first, task) => (first === undefined || of(task) < of(first) ? task : first), undefined);
}
