import { MemoryWatchStore, type WatchSnapshot } from '@zenodo-connect/core/portable';
import type { IPollFunctions } from 'n8n-workflow';

/** What stays from one poll to the next, in the workflow's static data. */
export interface Kept {
  /** What is watched where; with another one all begins anew. */
  readonly of: string;
  readonly store: MemoryWatchStore;
  /** Ids of events that were given to the workflow, the newest last, shortened. */
  readonly told: string[];
  /** The concepts of the records that were named so. */
  readonly named: string;
  readonly concepts: readonly string[];
  /** Polls in a row in which Zenodo could not be reached. */
  readonly unreached: number;
}

interface Written extends Omit<Kept, 'store'> {
  readonly watch: Omit<WatchSnapshot, 'known'> & { readonly known: [string, string][] };
}

/** Longer than core's memory of records, which an event could come out of twice once it is full. */
const mostTold = 5000;
export const shortId = (id: string): string => id.slice(4, 16);

/** Reads what the last poll left. What cannot be read, or was about something else, is nothing. */
export function readKept(context: IPollFunctions, of: string): Kept {
  const fresh = { of, store: new MemoryWatchStore(), told: [], named: '', concepts: [], unreached: 0 };
  const text = context.getWorkflowStaticData('node')['watch'];
  if (typeof text !== 'string') return fresh;
  const { watch, ...rest } = JSON.parse(text) as Written;
  return rest.of === of ? { ...rest, store: new MemoryWatchStore(watch) } : fresh;
}

/**
 * One value, written as a whole before the poll answers: n8n stores it when it starts the workflow, so that a restart
 * finds either all of a poll or nothing of it.
 */
export async function writeKept(context: IPollFunctions, { store, told, ...rest }: Kept): Promise<void> {
  const watch = await store.load();
  if (!watch) return;
  const written: Written = { ...rest, told: told.slice(-mostTold), watch: { ...watch, known: [...watch.known] as [string, string][] } };
  context.getWorkflowStaticData('node')['watch'] = JSON.stringify(written);
}
