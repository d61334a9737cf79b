import type { Draft } from '../types/record.ts';
import type { DraftState, EventData, EventType, RequestState } from './event-types.ts';
import { changedPaths, filesDiffer, valueAt } from './fingerprint.ts';
import { draftState, type KnownRecord } from './known-record.ts';
import type { Happening } from './make-event.ts';

/** Milliseconds since 1970 up to which everything counts as known, although nobody looked at it. */
type Since = number;

const dayMs = 86_400_000;

/**
 * What happened to a published version between what was known and what is seen. A version that was not known and is
 * older than `since` changed after it in a way that cannot be told: its event has no state before.
 */
export function diffRecord(known: KnownRecord | undefined, seen: KnownRecord, since: Since): Happening[] {
  const { state } = seen;
  if (known === undefined) {
    if (Date.parse(state.created) > since) {
      const type = state.version_index > 1 ? 'version.published' : 'record.published';
      return [happening(type, state.id, '', state.created, { before: null, after: state })];
    }
    if (Date.parse(state.updated) <= since) return [];
    const data = { before: null, after: state, changed: null, values: null };
    return [happening('metadata.changed', state.id, String(state.revision_id), state.updated, data)];
  }
  // The index can answer with an older state than another call did.
  if (state.revision_id <= known.state.revision_id) return [];
  return changes(known, seen);
}

function changes(known: KnownRecord, seen: KnownRecord): Happening[] {
  const [before, after] = [known.state, seen.state];
  const found: Happening[] = [];
  const lifted = before.embargo_until !== null && after.embargo_until === null ? before.embargo_until : undefined;
  if (lifted !== undefined) {
    found.push(happening('embargo.lifted', after.id, lifted, after.updated, { before, after, until: lifted }));
  }
  const changed = changedPaths(known.fields, seen.fields).filter((path) => path !== 'access' || lifted === undefined);
  const revision = String(after.revision_id);
  if (changed.length > 0) {
    const data = { before, after, changed, values: changedValues(known, seen, changed) };
    found.push(happening('metadata.changed', after.id, revision, after.updated, data));
  }
  if (filesDiffer(before.files, after.files)) {
    found.push(happening('files.changed', after.id, revision, after.updated, { before, after }));
  }
  return found;
}

/** What the fields held before and hold now, where the values before were kept. */
function changedValues(
  { values: old }: KnownRecord,
  { values: now }: KnownRecord,
  paths: readonly string[],
): EventData['metadata.changed']['values'] {
  if (!old || !now) return null;
  return Object.fromEntries(paths.map((path) => [path, { before: valueAt(path, old), after: valueAt(path, now) }]));
}

/** Bytes and files that one draft may have. */
export interface Quota {
  readonly bytes: number;
  readonly files: number;
}

/** What happened to a draft: it was made or saved, it got its DOI, or it comes near to what it may hold. */
export function diffDraft(known: DraftState | undefined, draft: Draft, since: Since, quota: Quota): Happening[] {
  const after = draftState(draft);
  const isNews = known ? after.revision_id > known.revision_id : Date.parse(after.updated) > since;
  if (!isNews) return [];
  const before = known ?? null;
  const found: Happening[] = [happening('draft.updated', after.id, String(after.revision_id), after.updated, { before, after })];
  const reserved = draft.is_published || draft.pids['doi']?.provider === 'external' ? null : after.doi;
  if (reserved !== null && reserved !== before?.doi) {
    const data = { doi: reserved, record_id: after.id, before: null, after: { doi: reserved, state: 'reserved' as const } };
    found.push(happening('doi.reserved', after.id, '', after.updated, data));
  }
  return [...found, ...quotaHappenings(before, after, quota)];
}

function quotaHappenings(before: DraftState | null, after: DraftState, quota: Quota): Happening[] {
  const of = { bytes: (state: DraftState) => state.files.total_bytes ?? 0, files: (state: DraftState) => state.files.count ?? 0 };
  return (['bytes', 'files'] as const).flatMap((resource) => {
    const limit = quota[resource];
    const used = of[resource](after);
    const wasLow = before !== null && of[resource](before) >= limit * 0.9;
    if (used < limit * 0.9 || wasLow) return [];
    return [happening('quota.low', after.id, resource, after.updated, { before, after, resource, used, limit })];
  });
}

const requestEvents = {
  submitted: 'community.request.submitted',
  accepted: 'community.request.accepted',
  declined: 'community.request.declined',
  cancelled: 'community.request.cancelled',
  expired: 'community.request.expired',
} as const;
type Told = keyof typeof requestEvents;

/** Requests that bring a record into a community; the others are between persons. */
const isCommunityRequest = (type: string): boolean => type === 'community-submission' || type === 'community-inclusion';

/** What happened to a request. One that is closed when it is first seen was submitted before. */
export function diffRequest(known: RequestState | undefined, after: RequestState, created: string, since: Since): Happening[] {
  if (!isCommunityRequest(after.type) || !Object.hasOwn(requestEvents, after.status)) return [];
  if (known?.status === after.status || (known === undefined && Date.parse(after.updated) <= since)) return [];
  const before = known ?? null;
  const isNew = known ? known.status === 'created' : Date.parse(created) > since;
  const submitted = { before, after: { ...after, status: 'submitted' } };
  const found = isNew ? [happening('community.request.submitted', after.id, '', created, submitted)] : [];
  if (after.status === 'submitted' && isNew)
    return [happening('community.request.submitted', after.id, '', after.updated, { before, after })];
  return [...found, happening(requestEvents[after.status as Told], after.id, '', after.updated, { before, after })];
}

/** What is known of a concept in a community. */
export interface Membership {
  /** How often it was taken in; 1 for what was there when we came. Tells a second inclusion from the first. */
  readonly times: number;
  readonly isMember: boolean;
  /** The version that the community's list shows. */
  readonly recordId: string;
  /** When that version was published, as Zenodo writes it: its place in the list. */
  readonly created: string;
}

export interface Community {
  readonly id: string;
  readonly slug: string;
}

export function membershipHappening(
  isMember: boolean,
  { times, recordId }: Membership,
  record: KnownRecord | undefined,
  parentId: string,
  community: Community,
  time: string,
): Happening {
  const state = record ? { ...record.state } : null;
  const discriminator = times > 1 ? `${community.id}/${times}` : community.id;
  const shared = { community, record_id: recordId };
  return isMember
    ? happening('community.record.added', parentId, discriminator, time, { ...shared, before: null, after: state })
    : happening('community.record.removed', parentId, discriminator, time, { ...shared, before: state, after: null });
}

/** A record that was gone twice. */
export function deletion(known: KnownRecord | undefined, id: string, tombstone: unknown, time: string): Happening {
  return happening('record.deleted', id, '', removalDate(tombstone) ?? time, { before: known?.state ?? null, after: null, tombstone });
}

function removalDate(tombstone: unknown): string | undefined {
  const at = typeof tombstone === 'object' && tombstone !== null && 'removal_date' in tombstone ? String(tombstone.removal_date) : '';
  return Number.isNaN(Date.parse(at)) ? undefined : at;
}

/** An embargo that ends within so many days; undefined when it ends later, or has ended. */
export function embargoEnding({ state }: KnownRecord, now: number, noticeDays: number): Happening | undefined {
  const until = state.embargo_until;
  if (until === null) return undefined;
  const days = Math.ceil((Date.parse(until) - now) / dayMs);
  if (!(days >= 0 && days <= noticeDays)) return undefined;
  const data = { before: state, after: state, until, days_left: days };
  return happening('embargo.ending', state.id, until, new Date(now).toISOString(), data);
}

/** DataCite shows a DOI, or no longer shows one that it showed. The subject is the record or concept that Zenodo's DOI names. */
export function doiHappening(type: 'doi.findable' | 'doi.hidden', doi: string, time: string): Happening {
  const recordId = /\/zenodo\.(\d+)$/i.exec(doi)?.[1] ?? null;
  const findable = { doi, state: 'findable' as const };
  const other = { doi, state: type === 'doi.hidden' ? ('hidden' as const) : ('absent' as const) };
  const change = type === 'doi.findable' ? { before: other, after: findable } : { before: findable, after: other };
  return happening(type, recordId ?? doi, '', time, { doi, record_id: recordId, ...change });
}

/** The account's own records are refused; `times` counts how often that began. */
export function accountBlocked(account: string, times: number, message: string, time: string): Happening {
  const data = { before: 'active' as const, after: 'refused' as const, message };
  return happening('account.blocked', account, times > 1 ? String(times) : '', time, data);
}

function happening<Type extends EventType>(
  type: Type,
  subject: string,
  discriminator: string,
  time: string,
  data: EventData[Type],
): Happening {
  return { type, subject, discriminator, time, data } as Happening;
}
