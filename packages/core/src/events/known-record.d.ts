import type { ListedRequest } from '../types/listed.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DraftState, RecordState, RequestState } from './event-types.ts';
import { type RecordValues } from './fingerprint.ts';
/** A published version as it is remembered. */
export interface KnownRecord {
    readonly state: RecordState;
    /** See `fieldsPrint`. */
    readonly fields: string;
    /** What the fields held; not kept of all. */
    readonly values?: RecordValues;
}
export declare function knownRecord(record: ZenodoRecord): KnownRecord;
export declare function draftState({ id, parent, revision_id, updated, metadata, pids, files }: Draft): DraftState;
export declare function requestState({ id, type, status, title, receiver, topic, updated }: ListedRequest): RequestState;
/** A known record as text of about 250 characters. Title and values are kept beside it, of some: a hundred thousand are remembered in some 30 MB. */
export declare function packRecord({ state, fields }: KnownRecord): string;
/** The values of a record as text; undefined when it is too long to be kept. */
export declare function packValues({ values }: KnownRecord): string | undefined;
export declare function unpackRecord(id: string, text: string, values?: string): KnownRecord;
export declare function packDraft({ parent_id, revision_id, updated, doi, files }: DraftState): string;
export declare function unpackDraft(id: string, text: string): DraftState;
