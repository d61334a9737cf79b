import type { Transport, TransportReply, TransportRequest } from '../../src/portable.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type ChangeKind = 'publish' | 'version' | 'edit' | 'delete' | 'include' | 'remove';

/** One change of the stream: what happened to which record, and when the index shows it. */
export interface StreamChange {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly at: number;
  readonly indexedAt: number;
  readonly revision: number;
}

interface Doc {
  readonly id: string;
  readonly parentId: string;
  readonly versionIndex: number;
  readonly createdAt: number;
  readonly isVerified: boolean;
  readonly states: { readonly at: number; readonly indexedAt: number; readonly revision: number }[];
  readonly memberships: { readonly at: number; readonly indexedAt: number; readonly isMember: boolean }[];
  deletedAt?: number;
  unindexedAt?: number;
}

export interface StreamPlan {
  readonly seed: number;
  /** Records that are there before the stream begins. */
  readonly records: number;
  readonly hours: number;
  /** Changes a minute; each to a record that rested for three hours, so that no two changes are one to an observer. */
  readonly perMinute: number;
  /** How late the index is, each change for itself: out of order, too. */
  readonly lagMs: readonly [least: number, most: number];
}

const minute = 60_000;
export const streamStart = Date.UTC(2026, 10, 25);
const communityId = '11111111-2222-4333-8444-555555555555';

/** A day of changes at a Zenodo, made from a seed, and the answers of that Zenodo at any time of it. */
export class Stream {
  readonly changes: StreamChange[] = [];
  readonly #docs = new Map<string, Doc>();
  /** Every state of every record in the order of `at`. */
  readonly #log: { readonly at: number; readonly indexedAt: number; readonly doc: Doc; readonly revision: number }[] = [];
  readonly end: number;

  constructor(plan: StreamPlan) {
    const random = randomOf(plan.seed);
    const lag = () => plan.lagMs[0] + (plan.lagMs[1] - plan.lagMs[0]) * random() ** 3;
    for (let n = 0; n < plan.records; n++)
      this.#add(String(1_000_000 + 2 * n + 1), String(1_000_000 + 2 * n), 1, streamStart - (plan.records - n) * minute, 0, random() < 0.9);
    const old = [...this.#docs.values()];
    for (const doc of old.filter((_, at) => at % 3 === 0).slice(0, 200)) doc.memberships.push({ at: 0, indexedAt: 0, isMember: true });
    this.end = streamStart + plan.hours * 60 * minute;
    const touched: Doc[] = [];
    const restedAt = new Map<string, number>();
    let next = 5_000_001;
    for (let at = streamStart + minute; at < this.end; at += (-Math.log(1 - random()) * minute) / plan.perMinute) {
      const time = Math.floor(at);
      const die = random();
      // Deleted is what was changed before: of the rest a watcher of changes knows nothing.
      const isDeletion = die >= 0.85 && die < 0.9 && time < streamStart + (this.end - streamStart) / 2;
      const chosen = isDeletion && touched.length > 0 ? touched : old;
      const doc = chosen[Math.floor(random() * chosen.length)]!;
      const isRested = time - (restedAt.get(doc.parentId) ?? 0) > 180 * minute && doc.deletedAt === undefined;
      if (die < 0.3 || !isRested) {
        const made = this.#add(String(next), String(next - 1), 1, time, lag(), random() < 0.9);
        next += 2;
        this.#note('publish', made, time);
        continue;
      }
      restedAt.set(doc.parentId, time);
      if (die < 0.4) {
        const made = this.#add(String(next), doc.parentId, 2 + (Math.floor(time / 1000) % 90), time, lag(), doc.isVerified);
        next += 2;
        this.#note('version', made, time);
      } else if (isDeletion && chosen === touched) this.#delete(doc, time, lag());
      else if (die > 0.95) this.#member(doc, time, lag());
      else {
        this.#edit(doc, time, lag());
        touched.push(doc);
      }
    }
  }

  #add(id: string, parentId: string, versionIndex: number, at: number, lag: number, isVerified: boolean): Doc {
    const doc: Doc = { id, parentId, versionIndex, createdAt: at, isVerified, states: [], memberships: [] };
    this.#docs.set(id, doc);
    this.#state(doc, at, lag, 4);
    return doc;
  }

  #state(doc: Doc, at: number, lag: number, revision: number): void {
    const state = { at, indexedAt: at + lag, revision };
    doc.states.push(state);
    this.#log.push({ ...state, doc });
  }

  #edit(doc: Doc, at: number, lag: number): void {
    this.#state(doc, at, lag, doc.states.at(-1)!.revision + 2);
    this.#note('edit', doc, at);
  }

  #delete(doc: Doc, at: number, lag: number): void {
    doc.deletedAt = at;
    doc.unindexedAt = at + lag;
    this.#note('delete', doc, at);
  }

  #member(doc: Doc, at: number, lag: number): void {
    const isMember = !(doc.memberships.at(-1)?.isMember ?? false);
    doc.memberships.push({ at, indexedAt: at + lag, isMember });
    this.#note(isMember ? 'include' : 'remove', doc, at);
  }

  #note(kind: ChangeKind, doc: Doc, at: number): void {
    const { indexedAt, revision } = doc.states.at(-1)!;
    this.changes.push({ kind, id: doc.id, at, indexedAt, revision });
  }

  /** The ids of concepts that were there before the stream. */
  concepts(count: number): string[] {
    return [...this.#docs.values()]
      .filter(({ createdAt }) => createdAt < streamStart)
      .slice(0, count)
      .map(({ parentId }) => parentId);
  }

  /** What Zenodo answers at that time. */
  answer({ url, query = {} }: TransportRequest, now: number): TransportReply {
    const path = new URL(url).pathname;
    const ok = (body: unknown): TransportReply => ({ status: 200, headers: {}, body });
    const single = /^\/api\/records\/(\d+)$/.exec(path)?.[1];
    if (single !== undefined) return this.#single(single, now);
    if (/^\/api\/communities\/[^/]+$/.test(path)) return ok({ id: communityId, slug: 'streamed', metadata: { title: 'Streamed' } });
    const isCommunity = path.includes('/communities/');
    const found = this.#search(String(query['q'] ?? ''), now, isCommunity, query['allversions'] === true, Number(query['size']));
    const sort = String(query['sort']);
    const key = (hit: Hit) => (sort.startsWith('updated') ? hit.at : hit.doc.createdAt);
    const sign = sort === 'updated-desc' ? -1 : 1;
    const rank = ({ doc }: Hit) => (isCommunity || doc.isVerified ? 0 : 1);
    const sorted = found.toSorted((a, b) => rank(a) - rank(b) || sign * (key(a) - key(b)));
    const size = Number(query['size'] ?? 25);
    const page = Number(query['page'] ?? 1);
    const shown = sorted.slice((page - 1) * size, page * size).map((hit) => this.#view(hit, now));
    return ok({ hits: { hits: shown, total: found.length } });
  }

  #single(id: string, now: number): TransportReply {
    const doc = this.#docs.get(id) ?? [...this.#docs.values()].findLast((one) => one.parentId === id && one.createdAt <= now);
    const state = doc?.states.findLast(({ at }) => at <= now);
    if (!doc || !state) return { status: 404, headers: {}, body: { status: 404 } };
    if (doc.deletedAt !== undefined && doc.deletedAt <= now)
      return { status: 410, headers: {}, body: { status: 410, tombstone: { note: '' } } };
    return { status: 200, headers: {}, body: this.#view({ doc, at: state.at, revision: state.revision }, now, true) };
  }

  #search(q: string, now: number, isCommunity: boolean, allVersions: boolean, size: number): Hit[] {
    const updated = /updated:\["([^"]+)" TO (?:"([^"]+)"|\*)\]/.exec(q);
    if (updated || q === '') {
      if (q === '' && size === 1) return this.#newest(now);
      const from = updated ? Date.parse(updated[1]!) : 0;
      const to = updated?.[2] ? Date.parse(updated[2]) : Number.POSITIVE_INFINITY;
      return this.#between(from, to, now).filter((hit) => !isCommunity || isMember(hit.doc, now));
    }
    const created = /created:\["([^"]+)" TO/.exec(q);
    const ids = [...q.matchAll(/"(\d+)"/g)].map(([, id]) => id!);
    const docs = created
      ? [...this.#docs.values()].filter(({ createdAt }) => createdAt >= Date.parse(created[1]!))
      : q.startsWith('parent.id')
        ? [...this.#docs.values()].filter(({ parentId }) => ids.includes(parentId))
        : ids.flatMap((id) => this.#docs.get(id) ?? []);
    const hits = docs.flatMap((doc) => this.#visible(doc, now) ?? []).filter(({ doc }) => !isCommunity || isMember(doc, now));
    return allVersions
      ? hits
      : [...new Map(hits.toSorted((a, b) => a.doc.versionIndex - b.doc.versionIndex).map((hit) => [hit.doc.parentId, hit])).values()];
  }

  #newest(now: number): Hit[] {
    const last = this.#log.findLast(({ at, indexedAt }) => at <= now && indexedAt <= now);
    return last ? [last] : [];
  }

  #between(from: number, to: number, now: number): Hit[] {
    const hits: Hit[] = [];
    const log = this.#log;
    let low = 0;
    for (let high = log.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (log[middle]!.at < from) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < log.length && log[at]!.at <= Math.min(to, now); at++) {
      const { doc, revision } = log[at]!;
      const visible = this.#visible(doc, now);
      if (visible?.revision === revision) hits.push(visible);
    }
    return hits;
  }

  #visible(doc: Doc, now: number): Hit | undefined {
    if (doc.unindexedAt !== undefined && doc.unindexedAt <= now) return undefined;
    let newest: Doc['states'][number] | undefined;
    for (const state of doc.states) if (state.indexedAt <= now && (!newest || state.revision > newest.revision)) newest = state;
    return newest && { doc, at: newest.at, revision: newest.revision };
  }

  #view({ doc, at, revision }: Hit, now: number, isDirect = false): unknown {
    const member = doc.memberships.findLast((one) => (isDirect ? one.at : one.indexedAt) <= now)?.isMember === true;
    return {
      id: doc.id,
      created: iso(doc.createdAt),
      updated: iso(at),
      revision_id: revision,
      parent: { id: doc.parentId, communities: { ids: member ? [communityId] : [] } },
      versions: { index: doc.versionIndex, is_latest: true },
      metadata: { title: `Record ${doc.id}, revision ${revision}` },
      pids: { doi: { identifier: `10.5281/zenodo.${doc.id}` } },
      files: { enabled: true, count: 1, total_bytes: 1 },
      links: {},
      is_published: true,
      is_draft: false,
    };
  }
}

interface Hit {
  readonly doc: Doc;
  readonly at: number;
  readonly revision: number;
}

const isMember = (doc: Doc, now: number): boolean => doc.memberships.findLast(({ indexedAt }) => indexedAt <= now)?.isMember === true;
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000+00:00`;

/** A clock that waiting turns, and a way to the stream at the time that it shows. */
export class StreamTransport implements Transport {
  time: number;
  calls = 0;
  readonly #stream: Stream;
  readonly #roundTripMs: number;

  constructor(stream: Stream, roundTripMs = 300, time = streamStart) {
    this.#stream = stream;
    this.#roundTripMs = roundTripMs;
    this.time = time;
  }

  async send(request: TransportRequest): Promise<TransportReply> {
    this.calls += 1;
    this.time += this.#roundTripMs / 2;
    const reply = this.#stream.answer(request, this.time);
    this.time += this.#roundTripMs / 2;
    return reply;
  }

  async sleep(ms: number): Promise<void> {
    this.time += ms;
  }
}
