import type { WatchSource } from './sources.ts';
import { type StepContext } from './step.ts';
import type { SourceState, WalkState } from './watch-state.ts';
/** Sources that are walked through: what left a community, or was there before us, shows in no list of changes. */
export declare const isWalked: (source: WatchSource) => boolean;
/** Where the walk is. A list of concepts that has changed since is gone through anew. */
export declare function walkOf(source: WatchSource, { walk }: SourceState): WalkState;
/** True for a walk that is no first one, or too long for a quick one: it waits for the time of the rare looks. */
export declare const isRareWalk: (source: WatchSource, { isComplete }: WalkState) => boolean;
/** The next call of a walk: one page of the list, in the order of publication. */
export declare function walkSource(context: StepContext, source: WatchSource, state: SourceState): Promise<SourceState>;
