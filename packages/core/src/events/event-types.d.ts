import type { RecordId } from '../types/record.ts';
/** What a published version looked like when it was seen. Names are the API's; `null` is what was not shown or not kept. */
export interface RecordState {
    readonly id: RecordId;
    readonly parent_id: RecordId;
    readonly version_index: number;
    readonly is_latest: boolean;
    readonly revision_id: number;
    /** ISO 8601, UTC. */
    readonly created: string;
    /** ISO 8601, UTC. */
    readonly updated: string;
    /** Null in an earlier state that was not kept whole. */
    readonly title: string | null;
    readonly doi: string | null;
    readonly concept_doi: string | null;
    readonly files: FilesState;
    /** The last day of an active embargo, `YYYY-MM-DD`. */
    readonly embargo_until: string | null;
}
export interface FilesState {
    readonly count: number | null;
    readonly total_bytes: number | null;
    /** Over the keys and checksums of all files; the same files have the same one. Null where the files are not shown. */
    readonly fingerprint: string | null;
}
export interface DraftState {
    readonly id: RecordId;
    readonly parent_id: RecordId;
    readonly revision_id: number;
    readonly updated: string;
    readonly title: string | null;
    readonly doi: string | null;
    readonly files: FilesState;
}
export interface RequestState {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly title: string | null;
    /** Who receives it: a community's id as a rule. */
    readonly community_id: string | null;
    readonly record_id: RecordId | null;
    readonly updated: string;
}
export interface DoiState {
    readonly doi: string;
    /** As DataCite has it; what it does not show is `absent`. */
    readonly state: 'reserved' | 'findable' | 'hidden' | 'absent';
}
/** What the data of every event has: the state before and after, `null` where there was none or it is not known. */
export interface Change<State> {
    readonly before: State | null;
    readonly after: State | null;
}
type RecordChange = Change<RecordState>;
type RequestChange = Change<RequestState>;
interface MetadataChange extends RecordChange {
    /** Paths that differ, such as `metadata.title` or `access`; `null` when the state before is not known. */
    readonly changed: readonly string[] | null;
    /** What each of them held and holds; `null` when that was not kept. */
    readonly values: Readonly<{
        [path: string]: Change<unknown>;
    }> | null;
}
interface DoiChange extends Change<DoiState> {
    readonly doi: string;
    readonly record_id: RecordId | null;
}
interface CommunityChange extends RecordChange {
    readonly community: {
        readonly id: string;
        readonly slug: string;
    };
    readonly record_id: RecordId | null;
}
/** The data of each event type. */
export interface EventData {
    /** The first version of a concept was published. */
    'record.published': RecordChange;
    /** A later version was published. */
    'version.published': RecordChange;
    /** Metadata, access or custom fields of a published version changed. */
    'metadata.changed': MetadataChange;
    /** The files of a published version changed, which owners may do for 30 days. */
    'files.changed': RecordChange;
    'record.deleted': RecordChange & {
        readonly tombstone: unknown;
    };
    'draft.updated': Change<DraftState>;
    'doi.reserved': DoiChange;
    'doi.findable': DoiChange;
    'doi.hidden': DoiChange;
    'community.request.submitted': RequestChange;
    'community.request.accepted': RequestChange;
    'community.request.declined': RequestChange;
    'community.request.cancelled': RequestChange;
    'community.request.expired': RequestChange;
    'community.record.added': CommunityChange;
    'community.record.removed': CommunityChange;
    'embargo.ending': RecordChange & {
        readonly until: string;
        readonly days_left: number;
    };
    'embargo.lifted': RecordChange & {
        readonly until: string;
    };
    /** The own records are refused where they were shown before: the account is blocked, or the token was revoked. */
    'account.blocked': Change<'active' | 'refused'> & {
        readonly message: string;
    };
    /** A draft has used most of the bytes or files that it may have. */
    'quota.low': Change<DraftState> & {
        readonly resource: 'bytes' | 'files';
        readonly used: number;
        readonly limit: number;
    };
}
export type EventType = keyof EventData;
/** All event types, for lists to choose from. */
export declare const eventTypes: readonly ["record.published", "version.published", "metadata.changed", "files.changed", "record.deleted", "draft.updated", "doi.reserved", "doi.findable", "doi.hidden", "community.request.submitted", "community.request.accepted", "community.request.declined", "community.request.cancelled", "community.request.expired", "community.record.added", "community.record.removed", "embargo.ending", "embargo.lifted", "account.blocked", "quota.low"];
/** A change that was observed: a CloudEvent (1.0) in JSON, and a Standard Webhooks payload (`type`, `timestamp`, `data`) at once. */
export interface ZenodoEventOf<Type extends EventType> {
    readonly specversion: '1.0';
    /** The same for the same change, whoever observes it and how often: a hash of source, subject, type and discriminator. */
    readonly id: string;
    readonly type: Type;
    /** The origin of the installation, such as `https://zenodo.org`. */
    readonly source: string;
    /** The id of the record, the concept (parent) or the request. */
    readonly subject: string;
    /** When it happened as Zenodo dates it, or when it was noticed; ISO 8601, UTC. */
    readonly time: string;
    /** The same as `time`. */
    readonly timestamp: string;
    readonly datacontenttype: 'application/json';
    readonly dataschema: string;
    readonly data: EventData[Type];
}
export type ZenodoEvent = {
    [Type in EventType]: ZenodoEventOf<Type>;
}[EventType];
export {};
