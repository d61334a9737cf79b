import { rareAt, type StepContext, soonAt } from './step.ts';
import { anyOf } from './step-source.ts';
import type { SweepState } from './watch-state.ts';

/** Ids that one call asks for. If all of them are there, their number says so; only else are they looked at. */
const atOnce = 300;

/** The next call of the sweep for deleted records, which only vanish from the search: the ids that are known, a few hundred at a time. */
export async function sweep(context: StepContext, sorted: SortedIds): Promise<SweepState> {
  const { feeds, memory, observer, call } = context;
  const { after, suspects } = memory.state.sweep;
  const next = suspects.length > 0 ? suspects.slice(0, feeds.pageSize) : sorted.next(memory.all('r'), after, atOnce);
  const ids = next.filter((id) => memory.get('r', id) !== undefined && memory.get('h', id) === undefined);
  const last = suspects.length > 0 ? after : next.length < atOnce ? '' : next.at(-1)!;
  // One of those that no search shows is asked for again, lest its deletion is never found.
  const [hidden] = memory.all('h').keys();
  if (hidden !== undefined) memory.delete('h', hidden);
  if (ids.length === 0) return { after: last, suspects: suspects.slice(next.length), nextAt: rareAt(context) };
  const page = await feeds.search({ q: anyOf('id', ids), sort: 'oldest', size: feeds.pageSize, allversions: true }, call);
  const { hits, total } = page.hits;
  for (const record of hits) observer.record(record, Number.POSITIVE_INFINITY);
  const isLong = ids.length > feeds.pageSize;
  if (total < ids.length && !isLong) {
    const seen = new Set(hits.map(({ id }) => id));
    for (const id of ids) if (!seen.has(id)) doubt(context, id);
  }
  const left = suspects.length > 0 ? suspects.slice(next.length) : total < ids.length && isLong ? ids : [];
  return { after: last, suspects: left, nextAt: left.length > 0 ? soonAt(context) : rareAt(context) };
}

function doubt({ memory }: StepContext, id: string): void {
  if (memory.get('g', id) === undefined) memory.set('g', id, JSON.stringify([0, 0]));
}

/** The ids that are known, in order; sorted anew when a sweep begins. */
export class SortedIds {
  #ids: string[] = [];

  /** The ids after `last`, from the beginning again when there is none. */
  next(known: ReadonlyMap<string, string>, last: string, count: number): string[] {
    if (last === '' || this.#ids.length === 0) this.#ids = [...known.keys()].sort();
    const from = this.#ids.findIndex((id) => id > last);
    return from < 0 ? this.#ids.slice(0, count) : this.#ids.slice(from, from + count);
  }
}
