import type { ListedRequest } from '../types/listed.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import {
  type Community,
  deletion,
  diffDraft,
  diffRecord,
  diffRequest,
  embargoEnding,
  type Membership,
  membershipHappening,
} from './diff.ts';
import type { RequestState } from './event-types.ts';
import {
  draftState,
  type KnownRecord,
  knownRecord,
  packDraft,
  packRecord,
  packValues,
  requestState,
  unpackDraft,
  unpackRecord,
} from './known-record.ts';
import type { Memory } from './memory.ts';
import { packDoi } from './step-doi.ts';
import type { WatchSettings } from './watch-options.ts';

/** Compares what a call showed with what is known: tells what happened, and remembers. Nothing here waits. */
export class Observer {
  readonly #memory: Memory;
  readonly #settings: WatchSettings;
  readonly #followsDois: boolean;

  constructor(memory: Memory, settings: WatchSettings) {
    this.#memory = memory;
    this.#settings = settings;
    this.#followsDois = settings.sources.some(({ kind }) => kind === 'datacite');
  }

  record(record: ZenodoRecord, since: number): void {
    const known = this.known(record.id);
    const seen = knownRecord(record);
    const happened = diffRecord(known, seen, since);
    this.#memory.tell(happened);
    if (known && seen.state.revision_id < known.state.revision_id) return;
    this.#remember(seen);
    this.#memory.delete('d', record.id);
    this.#remembersEmbargo(seen);
    if (happened.some(({ type }) => type.endsWith('.published'))) this.#followDois(seen, 'awaited');
  }

  #remember(seen: KnownRecord): void {
    const { id } = seen.state;
    this.#memory.set('r', id, packRecord(seen));
    const values = packValues(seen);
    if (values === undefined) this.#memory.delete('v', id);
    else this.#memory.set('v', id, values);
  }

  /** An item of the account's own list: a record, or the draft that stands before it. */
  own(item: OwnRecord, since: number): void {
    if (item.is_draft) this.#draft(item, since);
    else this.record(item, since);
  }

  #draft(draft: Draft, since: number): void {
    const text = this.#memory.get('d', draft.id);
    const known = text === undefined ? undefined : unpackDraft(draft.id, text);
    this.#memory.tell(diffDraft(known, draft, since, this.#settings.quota));
    if (known && draft.revision_id < known.revision_id) return;
    this.#memory.set('d', draft.id, packDraft(draftState(draft)));
  }

  request(request: ListedRequest, since: number): void {
    const { id, created, updated } = request;
    const seen = requestState(request);
    const text = this.#memory.get('q', id);
    const known = text === undefined ? undefined : ({ ...(JSON.parse(text) as RequestState), id, title: null } satisfies RequestState);
    if (known && Date.parse(known.updated) > Date.parse(updated)) return;
    this.#memory.tell(diffRequest(known, seen, created, since));
    this.#memory.set('q', id, JSON.stringify({ ...seen, id: undefined, title: undefined }));
  }

  /** A record that a community's list shows. `isNews`: what was not known there was not there before. */
  member(record: ZenodoRecord, community: Community, isNews: boolean): void {
    const key = `${community.id}/${record.parent.id}`;
    const known = this.membership(key);
    if (known?.isMember) {
      if (known.recordId !== record.id && record.versions.is_latest)
        this.#setMembership(key, { ...known, recordId: record.id, created: record.created });
      return;
    }
    const now: Membership = { times: (known?.times ?? 0) + 1, isMember: true, recordId: record.id, created: record.created };
    this.#setMembership(key, now);
    if (known || isNews) this.#tellMembership(now, record.parent.id, community, record.updated);
  }

  /** What a direct look at a concept showed that a community's list does not: it left, or the list is behind. */
  membershipChecked(record: ZenodoRecord, community: Community, isMember: boolean, now: number): void {
    const key = `${community.id}/${record.parent.id}`;
    const known = this.membership(key);
    if (!known?.isMember) return;
    const seen: Membership = { ...known, isMember, recordId: record.id, created: record.created };
    this.#setMembership(key, seen);
    if (!isMember) this.#tellMembership(seen, record.parent.id, community, new Date(now).toISOString());
  }

  deleted(id: RecordId, tombstone: unknown, now: number): void {
    const known = this.known(id);
    this.#memory.tell([deletion(known, id, tombstone ?? null, new Date(now).toISOString())]);
    this.#memory.delete('r', id);
    for (const kind of ['v', 'e', 'h'] as const) this.#memory.delete(kind, id);
    for (const [key] of this.#memory.all('m')) if (this.membership(key)?.recordId === id) this.#memory.delete('m', key);
    if (known) this.#followDois(known, 'hiding');
  }

  /** Embargoes that end soon, each told once. */
  embargoes(now: number): void {
    const days = this.#settings.embargoNoticeDays;
    const latest = new Date(now + days * 86_400_000).toISOString().slice(0, 10);
    for (const [id, until] of this.#memory.all('e')) {
      if (until.endsWith('!') || until > latest) continue;
      const known = this.known(id);
      const ending = known && embargoEnding(known, now, days);
      if (!ending) continue;
      this.#memory.tell([ending]);
      this.#memory.set('e', id, `${until}!`);
    }
  }

  known(id: RecordId): KnownRecord | undefined {
    const text = this.#memory.get('r', id);
    return text === undefined ? undefined : unpackRecord(id, text, this.#memory.get('v', id));
  }

  membership(key: string): Membership | undefined {
    const text = this.#memory.get('m', key);
    if (text === undefined) return undefined;
    const [times, isMember, recordId, created] = JSON.parse(text) as [number, number, string, string];
    return { times, isMember: isMember === 1, recordId, created };
  }

  #setMembership(key: string, { times, isMember, recordId, created }: Membership): void {
    this.#memory.set('m', key, JSON.stringify([times, isMember ? 1 : 0, recordId, created]));
  }

  #tellMembership(membership: Membership, parentId: string, community: Community, time: string): void {
    const record = this.known(membership.recordId);
    this.#memory.tell([membershipHappening(membership.isMember, membership, record, parentId, community, time)]);
  }

  #remembersEmbargo({ state: { id, embargo_until } }: KnownRecord): void {
    const told = this.#memory.get('e', id);
    if (embargo_until === null) this.#memory.delete('e', id);
    else if (told?.replace('!', '') !== embargo_until) this.#memory.set('e', id, embargo_until);
  }

  #followDois({ state: record }: KnownRecord, state: 'awaited' | 'hiding'): void {
    if (!this.#followsDois) return;
    const dois = state === 'awaited' && record.version_index === 1 ? [record.doi, record.concept_doi] : [record.doi];
    for (const doi of dois) if (doi !== null) this.#memory.set('x', doi, packDoi({ state, tries: 0, nextAt: 0, isListed: false }));
  }
}
