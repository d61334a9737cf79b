import type { RecordState, RequestState, Zenodo, ZenodoEvent } from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';

/** An event with at most ten fields that flows go on with; what is not known is null, so that columns stay. */
export function simplifiedEvent(event: ZenodoEvent): IDataObject {
  const { type, id, time } = event;
  const head = { event: type, eventId: id, time };
  if (event.type === 'doi.findable' || event.type === 'doi.hidden')
    return { ...head, id: event.data.record_id, doi: event.data.doi, state: event.data.after?.state ?? null };
  if (isAboutRequest(event)) return { ...head, ...requestFields(event.data.after ?? event.data.before) };
  const state = stateOf(event);
  if (!state) return { ...head, id: event.subject };
  const { doi, title } = state;
  const shared = { ...head, id: state.id, conceptId: state.parent_id, doi, title, url: pageOf(event, state) };
  if (event.type === 'metadata.changed') return { ...shared, changed: [...(event.data.changed ?? [])], revision: state.revision_id };
  if (event.type === 'files.changed') return { ...shared, changed: ['files'], revision: state.revision_id };
  if (event.type === 'embargo.ending') return { ...shared, until: event.data.until, daysLeft: event.data.days_left };
  if (event.type === 'embargo.lifted') return { ...shared, until: event.data.until, conceptDoi: state.concept_doi };
  if (event.type === 'record.deleted') return { ...shared, conceptDoi: state.concept_doi, reason: reasonIn(event.data.tombstone) };
  return { ...shared, conceptDoi: state.concept_doi, version: state.version_index };
}

type RequestEvent = Extract<ZenodoEvent, { readonly type: `community.request.${string}` }>;
const isAboutRequest = (event: ZenodoEvent): event is RequestEvent => event.type.startsWith('community.request.');

function requestFields(request: RequestState | null): IDataObject {
  if (!request) return {};
  const { id, type, status, title, record_id, community_id, updated } = request;
  return { id, requestType: type, status, title, recordId: record_id, communityId: community_id, updated };
}

/** The record that an event is about, as it was seen last. */
export function stateOf(event: ZenodoEvent): RecordState | undefined {
  const { before, after } = event.data;
  const state = after ?? before;
  return typeof state === 'object' && state !== null && 'version_index' in state ? (state as RecordState) : undefined;
}

/** The page for people; Zenodo says it with the whole record alone, which would be one request more for each event. */
const pageOf = ({ source }: ZenodoEvent, { id }: RecordState): string => new URL(`/records/${id}`, source).href;

function reasonIn(tombstone: unknown): string | null {
  const reason = (tombstone as { readonly removal_reason?: { readonly id?: string } } | null)?.removal_reason?.id;
  return reason ?? null;
}

/** Adds the files of the record; null where this account is not shown them, or the record is gone. */
export async function filesOf(event: ZenodoEvent, zenodo: Zenodo): Promise<IDataObject[] | null> {
  const state = stateOf(event);
  const record = state && (await zenodo.records.find(state.id));
  const files = record?.files.entries;
  if (!files) return null;
  return Object.values(files).map(({ key, size, checksum }) => ({ key, size: size ?? null, checksum: checksum ?? null }));
}
