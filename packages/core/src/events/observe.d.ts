import type { ListedRequest } from '../types/listed.ts';
import type { OwnRecord } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { type Community, type Membership } from './diff.ts';
import { type KnownRecord } from './known-record.ts';
import type { Memory } from './memory.ts';
import type { WatchSettings } from './watch-options.ts';
/** Compares what a call showed with what is known: tells what happened, and remembers. Nothing here waits. */
export declare class Observer {
    #private;
    constructor(memory: Memory, settings: WatchSettings);
    record(record: ZenodoRecord, since: number): void;
    /** An item of the account's own list: a record, or the draft that stands before it. */
    own(item: OwnRecord, since: number): void;
    request(request: ListedRequest, since: number): void;
    /** A record that a community's list shows. `isNews`: what was not known there was not there before. */
    member(record: ZenodoRecord, community: Community, isNews: boolean): void;
    /** What a direct look at a concept showed that a community's list does not: it left, or the list is behind. */
    membershipChecked(record: ZenodoRecord, community: Community, isMember: boolean, now: number): void;
    deleted(id: RecordId, tombstone: unknown, now: number): void;
    /** Embargoes that end soon, each told once. */
    embargoes(now: number): void;
    known(id: RecordId): KnownRecord | undefined;
    membership(key: string): Membership | undefined;
}
