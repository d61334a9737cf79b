import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Memory } from './memory.ts';
/** A DOI that DataCite is asked about. `awaited`: not seen yet · `findable` · `hiding`: its record was deleted. */
export interface FollowedDoi {
    readonly state: 'awaited' | 'findable' | 'hiding';
    readonly tries: number;
    readonly nextAt: number;
    /** True for those that the caller named: they are followed for ever. */
    readonly isListed: boolean;
}
export declare function packDoi({ state, tries, nextAt, isListed }: FollowedDoi): string;
/** The DOI whose turn it is, and when. */
export declare function nextDoi(memory: Memory): {
    readonly doi: string;
    readonly at: number;
} | undefined;
/** Asks DataCite about one DOI: one call, which Zenodo does not count. */
export declare function askForDoi(doi: string, memory: Memory, feeds: Feeds, options: CallOptions): Promise<void>;
