import type { AccessGrant, AccessLink } from './access.ts';
import type { Community, Inclusions, Member } from './community.ts';
import type { FileEntry, FileList } from './file.ts';
import type { OwnRecord, Page } from './page.ts';
import type { Draft, ZenodoRecord } from './record.ts';
import type { RequestEvent, ZenodoRequest } from './request.ts';
/** The names of the bodies that core reads, and what they become. */
export interface ReplyShapes {
    draft: Draft;
    record: ZenodoRecord;
    file: FileEntry;
    files: FileList;
    records: Page<ZenodoRecord>;
    ownRecords: Page<OwnRecord>;
    community: Community;
    communities: Page<Community>;
    members: Page<Member>;
    inclusions: Inclusions;
    request: ZenodoRequest;
    requests: Page<ZenodoRequest>;
    requestEvent: RequestEvent;
    requestEvents: Page<RequestEvent>;
    accessLink: AccessLink;
    accessLinks: Page<AccessLink>;
    accessGrant: AccessGrant;
    accessGrants: Page<AccessGrant>;
    /** An entry of a vocabulary; what else it has goes by the vocabulary. */
    term: {
        readonly id: string;
    };
    terms: Page<{
        readonly id: string;
    }>;
    /** Items that are looked at one by one. */
    listing: Page<unknown>;
    dataciteDoi: DataciteDoi;
    /** Of an export. */
    text: string;
    /** Nothing is read. */
    none: undefined;
    /** Read as it comes. */
    stream: unknown;
    unchecked: unknown;
}
export type ReplyShape = keyof ReplyShapes;
/** Says what is wrong with a body, a line each; no line when it has the shape. */
export type CheckReply = (shape: ReplyShape, body: unknown) => readonly string[] | Promise<readonly string[]>;
export interface DataciteDoi {
    readonly data: {
        readonly id: string;
        readonly attributes: {
            readonly state: string;
            readonly url?: string | null;
        };
    };
}
