import { type StepContext } from './step.ts';
import type { SweepState } from './watch-state.ts';
/** The next call of the sweep for deleted records, which only vanish from the search: the ids that are known, a few hundred at a time. */
export declare function sweep(context: StepContext, sorted: SortedIds): Promise<SweepState>;
/** The ids that are known, in order; sorted anew when a sweep begins. */
export declare class SortedIds {
    #private;
    /** The ids after `last`, from the beginning again when there is none. */
    next(known: ReadonlyMap<string, string>, last: string, count: number): string[];
}
