import type { RecordId } from '../types/record.ts';
import type { WatchSource } from './sources.ts';
import type { StepContext } from './step.ts';
import type { SourceState } from './watch-state.ts';
/** The next call for a source: where it begins, then slice by slice what changed. `dueAt` stays for the watcher to set. */
export declare function readSource(context: StepContext, source: WatchSource, state: SourceState): Promise<SourceState>;
/** True when the source has been read to the end and nothing of it waits. */
export declare const isBetweenRounds: ({ reading, pending }: SourceState) => boolean;
/** A query for any of these ids; 8 digits each make some 5 kB of 300. */
export declare const anyOf: (field: 'id' | 'parent.id', ids: readonly RecordId[]) => string;
