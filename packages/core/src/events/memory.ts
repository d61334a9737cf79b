import type { ZenodoEvent } from './event-types.ts';
import { type Happening, makeEvent } from './make-event.ts';
import { freshState, type WatchState } from './watch-state.ts';
import type { WatchStore } from './watch-store.ts';

/**
 * Kinds of what is known: `r` records, `v` what their fields held, `d` drafts, `q` requests, `m` memberships (`<community>/<concept>`), `c` memberships in
 * doubt, `g` records that seem to be gone, `h` records that no search shows, `e` embargoes, `x` DOIs.
 */
export type Kind = 'r' | 'v' | 'd' | 'q' | 'm' | 'c' | 'g' | 'h' | 'e' | 'x';

/** What a watcher knows, with the changes of the step that is being made. */
export class Memory {
  state: WatchState = freshState;
  readonly #store: WatchStore;
  readonly #origin: string;
  readonly #most: Readonly<Partial<Record<Kind, number>>>;
  readonly #known = new Map<Kind, Map<string, string>>();
  readonly #changes = new Map<string, string | null>();
  readonly #outgoing = new Map<string, ZenodoEvent>();
  readonly #delivered = new Set<string>();
  #news: ZenodoEvent[] = [];
  #revision = 0;
  #cursor = '';

  private constructor(store: WatchStore, origin: string, most: Readonly<Partial<Record<Kind, number>>>) {
    this.#store = store;
    this.#origin = origin;
    this.#most = most;
  }

  /** @param most - how many of a kind are kept; beyond, those that changed longest ago are forgotten */
  static async load(store: WatchStore, origin: string, most: Readonly<Partial<Record<Kind, number>>>): Promise<Memory> {
    const memory = new Memory(store, origin, most);
    const snapshot = await store.load();
    if (snapshot === undefined) return memory;
    memory.#revision = snapshot.revision;
    memory.#cursor = snapshot.cursor;
    memory.state = { ...freshState, ...(JSON.parse(snapshot.cursor) as WatchState) };
    for (const [key, value] of snapshot.known) memory.all(key.charAt(0) as Kind).set(key.slice(2), value);
    for (const event of snapshot.outgoing) memory.#outgoing.set(event.id, event);
    return memory;
  }

  all(kind: Kind): Map<string, string> {
    const map = this.#known.get(kind) ?? new Map<string, string>();
    this.#known.set(kind, map);
    return map;
  }

  get(kind: Kind, id: string): string | undefined {
    return this.all(kind).get(id);
  }

  set(kind: Kind, id: string, value: string): void {
    const map = this.all(kind);
    if (map.get(id) === value) return;
    map.delete(id);
    map.set(id, value);
    this.#changes.set(`${kind}/${id}`, value);
    if (map.size > (this.#most[kind] ?? Number.POSITIVE_INFINITY)) this.delete(kind, map.keys().next().value ?? '');
  }

  delete(kind: Kind, id: string): void {
    if (this.all(kind).delete(id)) this.#changes.set(`${kind}/${id}`, null);
  }

  tell(happenings: readonly Happening[]): void {
    this.#news.push(...happenings.map((one) => makeEvent(this.#origin, one)));
  }

  /** What was committed and not yet confirmed, the oldest first. */
  get outgoing(): readonly ZenodoEvent[] {
    return [...this.#outgoing.values()].filter(({ id }) => !this.#delivered.has(id));
  }

  delivered(ids: readonly string[]): void {
    for (const id of ids) if (this.#outgoing.has(id)) this.#delivered.add(id);
  }

  /** Stores the step. False: another watcher uses this store, and what is here is out of date. */
  async commit(): Promise<boolean> {
    const cursor = JSON.stringify(this.state);
    if (cursor === this.#cursor && this.#changes.size + this.#news.length + this.#delivered.size === 0) return true;
    const batch = {
      revision: this.#revision + 1,
      cursor,
      known: [...this.#changes],
      outgoing: this.#news,
      delivered: [...this.#delivered],
    };
    if (!(await this.#store.commit(batch))) return false;
    this.#revision = batch.revision;
    this.#cursor = cursor;
    for (const id of batch.delivered) this.#outgoing.delete(id);
    for (const event of batch.outgoing) if (!this.#outgoing.has(event.id)) this.#outgoing.set(event.id, event);
    this.#changes.clear();
    this.#delivered.clear();
    this.#news = [];
    return true;
  }
}
