import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Memory } from './memory.ts';
import type { Observer } from './observe.ts';
import type { WatchSettings } from './watch-options.ts';
/** What a step has at hand. A step makes one call; what it learns is stored before the next one. */
export interface StepContext {
    readonly feeds: Feeds;
    readonly memory: Memory;
    readonly observer: Observer;
    readonly settings: WatchSettings;
    readonly call: CallOptions;
}
/** When the next rare look is due. */
export declare const rareAt: ({ feeds, settings }: StepContext) => number;
/** When the next look is due where several follow each other: a first way through a list, doubts. Most calls stay for what is new. */
export declare const soonAt: ({ feeds, settings }: StepContext) => number;
/**
 * Milliseconds from one round of a source to its next. All sources share the rate; where something happened lately it is
 * looked at more often.
 */
export declare function periodMs({ settings, memory }: Pick<StepContext, 'settings' | 'memory'>, key: string, now: number): number;
