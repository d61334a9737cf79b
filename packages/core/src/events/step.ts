import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Memory } from './memory.ts';
import type { Observer } from './observe.ts';
import { keyOf } from './sources.ts';
import type { WatchSettings } from './watch-options.ts';

/** What a step has at hand. A step makes one call; what it learns is stored before the next one. */
export interface StepContext {
  readonly feeds: Feeds;
  readonly memory: Memory;
  readonly observer: Observer;
  readonly settings: WatchSettings;
  readonly call: CallOptions;
}

/** Looks that find what leaves no trace in `updated`: all of them together are this many times as rare as the others. */
const rarity = 45;
/** Rounds are a little rarer than calls may be, so that the rare looks have room and delay none. */
const slack = 1.03;

/** When the next rare look is due. */
export const rareAt = ({ feeds, settings }: StepContext): number => feeds.now() + settings.intervalMs * rarity;

/** When the next look is due where several follow each other: a first way through a list, doubts. Most calls stay for what is new. */
export const soonAt = ({ feeds, settings }: StepContext): number => feeds.now() + settings.intervalMs * 4;

const quietAfterMs = 3_600_000;
/** Sources where nothing happened for an hour are looked at so many times as rarely as the others. */
const quietWeight = 4;

/**
 * Milliseconds from one round of a source to its next. All sources share the rate; where something happened lately it is
 * looked at more often.
 */
export function periodMs({ settings, memory }: Pick<StepContext, 'settings' | 'memory'>, key: string, now: number): number {
  const weight = (of: string) => (now - (memory.state.sources[of]?.newsAt ?? now) > quietAfterMs ? quietWeight : 1);
  const read = settings.sources.filter(({ kind }) => kind !== 'datacite').map(keyOf);
  const shares = read.reduce((sum, of) => sum + 1 / weight(of), 0);
  return Math.ceil(settings.intervalMs * slack * weight(key) * shares);
}
