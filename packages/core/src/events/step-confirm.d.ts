import type { Community } from './diff.ts';
import type { StepContext } from './step.ts';
/** What is to be looked at directly, and when: a record that seems to be gone, or a concept that seems to have left a community. */
export interface Doubt {
    readonly kind: 'g' | 'c';
    readonly id: string;
    readonly at: number;
}
export declare function nextDoubt({ memory }: Pick<StepContext, 'memory'>): Doubt | undefined;
/** Looks at a record that seems to be gone. One 410 can be false: the second, a while later, is believed. */
export declare function confirmGone(context: StepContext, id: string): Promise<void>;
/** Looks at the newest version of a concept that a community's list does not show any more. */
export declare function confirmLeft(context: StepContext, key: string, communities: readonly Community[]): Promise<void>;
