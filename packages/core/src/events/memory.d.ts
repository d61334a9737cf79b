import type { ZenodoEvent } from './event-types.ts';
import { type Happening } from './make-event.ts';
import { type WatchState } from './watch-state.ts';
import type { WatchStore } from './watch-store.ts';
/**
 * Kinds of what is known: `r` records, `v` what their fields held, `d` drafts, `q` requests, `m` memberships (`<community>/<concept>`), `c` memberships in
 * doubt, `g` records that seem to be gone, `h` records that no search shows, `e` embargoes, `x` DOIs.
 */
export type Kind = 'r' | 'v' | 'd' | 'q' | 'm' | 'c' | 'g' | 'h' | 'e' | 'x';
/** What a watcher knows, with the changes of the step that is being made. */
export declare class Memory {
    #private;
    state: WatchState;
    private constructor();
    /** @param most - how many of a kind are kept; beyond, those that changed longest ago are forgotten */
    static load(store: WatchStore, origin: string, most: Readonly<Partial<Record<Kind, number>>>): Promise<Memory>;
    all(kind: Kind): Map<string, string>;
    get(kind: Kind, id: string): string | undefined;
    set(kind: Kind, id: string, value: string): void;
    delete(kind: Kind, id: string): void;
    tell(happenings: readonly Happening[]): void;
    /** What was committed and not yet confirmed, the oldest first. */
    get outgoing(): readonly ZenodoEvent[];
    delivered(ids: readonly string[]): void;
    /** Stores the step. False: another watcher uses this store, and what is here is out of date. */
    commit(): Promise<boolean>;
}
