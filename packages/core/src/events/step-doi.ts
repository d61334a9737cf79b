import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import { doiHappening } from './diff.ts';
import type { Memory } from './memory.ts';

/** A DOI that DataCite is asked about. `awaited`: not seen yet · `findable` · `hiding`: its record was deleted. */
export interface FollowedDoi {
  readonly state: 'awaited' | 'findable' | 'hiding';
  readonly tries: number;
  readonly nextAt: number;
  /** True for those that the caller named: they are followed for ever. */
  readonly isListed: boolean;
}

const minuteMs = 60_000;
/** Registration takes seconds as a rule, and hours when DataCite is down. */
const pausesMs = [5000, 15_000, minuteMs, 5 * minuteMs, 30 * minuteMs];
const hourMs = 60 * minuteMs;
/** After two days nobody waits any more. */
const mostTries = pausesMs.length + 48;

export function packDoi({ state, tries, nextAt, isListed }: FollowedDoi): string {
  return JSON.stringify([state, tries, nextAt, isListed ? 1 : 0]);
}

function unpackDoi(text: string): FollowedDoi {
  const [state, tries, nextAt, listed] = JSON.parse(text) as [FollowedDoi['state'], number, number, number];
  return { state, tries, nextAt, isListed: listed === 1 };
}

/** The DOI whose turn it is, and when. */
export function nextDoi(memory: Memory): { readonly doi: string; readonly at: number } | undefined {
  let first: { doi: string; at: number } | undefined;
  for (const [doi, text] of memory.all('x')) {
    const { nextAt } = unpackDoi(text);
    if (first === undefined || nextAt < first.at) first = { doi, at: nextAt };
  }
  return first;
}

/** Asks DataCite about one DOI: one call, which Zenodo does not count. */
export async function askForDoi(doi: string, memory: Memory, feeds: Feeds, options: CallOptions): Promise<void> {
  const isFindable = await feeds.isFindable(doi, options);
  const followed = unpackDoi(memory.get('x', doi)!);
  const now = feeds.now();
  const { state, tries, isListed } = followed;
  const tell = (type: 'doi.findable' | 'doi.hidden') => memory.tell([doiHappening(type, doi, new Date(now).toISOString())]);
  const keep = (change: Partial<FollowedDoi>) => memory.set('x', doi, packDoi({ ...followed, ...change }));
  const pause = pausesMs[tries] ?? hourMs;

  if (state === 'findable') {
    if (isFindable) return keep({ tries: 0, nextAt: now + 24 * hourMs });
    // One look can be wrong.
    if (tries === 0) return keep({ tries: 1, nextAt: now + minuteMs });
    tell('doi.hidden');
    return keep({ state: 'awaited', tries: mostTries, nextAt: now + hourMs });
  }
  if ((state === 'awaited') === isFindable) {
    tell(isFindable ? 'doi.findable' : 'doi.hidden');
    if (isListed) return keep({ state: isFindable ? 'findable' : 'awaited', tries: 0, nextAt: now + 24 * hourMs });
    return memory.delete('x', doi);
  }
  if (tries >= mostTries && !isListed) return memory.delete('x', doi);
  keep({ tries: tries + 1, nextAt: now + pause });
}
