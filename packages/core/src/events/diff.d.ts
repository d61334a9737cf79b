import type { Draft } from '../types/record.ts';
import type { DraftState, RequestState } from './event-types.ts';
import { type KnownRecord } from './known-record.ts';
import type { Happening } from './make-event.ts';
/** Milliseconds since 1970 up to which everything counts as known, although nobody looked at it. */
type Since = number;
/**
 * What happened to a published version between what was known and what is seen. A version that was not known and is
 * older than `since` changed after it in a way that cannot be told: its event has no state before.
 */
export declare function diffRecord(known: KnownRecord | undefined, seen: KnownRecord, since: Since): Happening[];
/** Bytes and files that one draft may have. */
export interface Quota {
    readonly bytes: number;
    readonly files: number;
}
/** What happened to a draft: it was made or saved, it got its DOI, or it comes near to what it may hold. */
export declare function diffDraft(known: DraftState | undefined, draft: Draft, since: Since, quota: Quota): Happening[];
/** What happened to a request. One that is closed when it is first seen was submitted before. */
export declare function diffRequest(known: RequestState | undefined, after: RequestState, created: string, since: Since): Happening[];
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
export declare function membershipHappening(isMember: boolean, { times, recordId }: Membership, record: KnownRecord | undefined, parentId: string, community: Community, time: string): Happening;
/** A record that was gone twice. */
export declare function deletion(known: KnownRecord | undefined, id: string, tombstone: unknown, time: string): Happening;
/** An embargo that ends within so many days; undefined when it ends later, or has ended. */
export declare function embargoEnding({ state }: KnownRecord, now: number, noticeDays: number): Happening | undefined;
/** DataCite shows a DOI, or no longer shows one that it showed. The subject is the record or concept that Zenodo's DOI names. */
export declare function doiHappening(type: 'doi.findable' | 'doi.hidden', doi: string, time: string): Happening;
/** The account's own records are refused; `times` counts how often that began. */
export declare function accountBlocked(account: string, times: number, message: string, time: string): Happening;
export {};
