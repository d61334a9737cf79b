import { type WatchSource } from './sources.ts';
import type { StepContext } from './step.ts';
/** A step that could be made. It waits since `dueAt`, and may be made from `at` on. */
export type Task = SourceTask | DoubtTask | ({
    readonly kind: 'sweep';
} & Times);
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
export declare function nextTask({ memory, settings }: Pick<StepContext, 'memory' | 'settings'>, now: number): Task | undefined;
export {};
