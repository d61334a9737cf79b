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

/** Looks that find what leaves no trace in `updated` are this many times as rare as the others. */
const rarity = 60;

/** When the next rare look is due; while there is a first time to go through, it goes faster. */
export const rareAt = ({ feeds, settings }: StepContext, isFirst: boolean): number =>
  feeds.now() + settings.intervalMs * (isFirst ? 3 : rarity);
