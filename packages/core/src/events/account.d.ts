import type { StepContext } from './step.ts';
import type { SourceState } from './watch-state.ts';
/** The own records were shown. */
export declare function welcomedAccount(state: SourceState, { feeds }: StepContext): SourceState;
/** The own records were refused: told when the second look, a while later, is refused too. */
export declare function refusedAccount(state: SourceState, { memory, settings }: StepContext, now: number): SourceState;
