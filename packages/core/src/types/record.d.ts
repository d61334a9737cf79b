import type { FileEntry, Links } from './file.ts';
import type { Metadata } from './metadata.ts';
import type { RecordStatistics } from './statistics.ts';
/** Decimal digits at Zenodo, another short word in other installations. A draft keeps its id when it is published. */
export type RecordId = string;
/** What drafts and records have in common. Fields that are not listed here are kept as Zenodo sent them. */
interface RecordBase {
    readonly id: RecordId;
    /** ISO 8601, UTC. */
    readonly created: string;
    /** ISO 8601, UTC. */
    readonly updated: string;
    /** For `ifRevision`. It grows, not always by one. */
    readonly revision_id: number;
    readonly parent: Parent;
    readonly versions: VersionPlace;
    readonly metadata: Metadata;
    readonly custom_fields?: Readonly<{
        [name: string]: unknown;
    }>;
    readonly access?: Access;
    readonly pids: Pids;
    readonly files: FilesSummary;
    /** Files that go with the page; Zenodo lets few accounts have some. */
    readonly media_files?: FilesSummary;
    readonly links: Links;
    readonly status?: RecordStatus;
    readonly is_published: boolean;
    readonly is_draft: boolean;
}
/** The editable state: a new record, the next version, or an edit of a published one. */
export interface Draft extends RecordBase {
    /**
     * What Zenodo did not take when it saved. Saving succeeded all the same: a value that it could not read is gone,
     * a missing one will stop the publishing. Only the answers of create and update carry it.
     */
    readonly errors?: readonly FieldIssue[];
    readonly expires_at?: string | null;
}
/** One published version. */
export interface ZenodoRecord extends RecordBase {
    readonly stats?: RecordStatistics;
}
export type RecordStatus = 'draft' | 'new_version_draft' | 'draft_with_review' | 'new_version_draft_with_review' | 'in_review' | 'declined' | 'expired' | 'published' | (string & {});
export interface FieldIssue {
    /** A path such as `metadata.creators.0.person_or_org.family_name`. */
    readonly field: string;
    readonly messages: readonly string[];
}
/** What ties the versions of one thing together. */
export interface Parent {
    readonly id: RecordId;
    /** The concept DOI, once the first version is published. */
    readonly pids?: Pids;
    /** By UUID. They hold all versions. */
    readonly communities?: {
        readonly ids?: readonly string[];
        readonly default?: string;
    };
    /** The request in which a draft is or was reviewed; for its owner and the curators. */
    readonly review?: {
        readonly id: string;
        readonly status?: string;
        readonly receiver?: unknown;
    };
}
export interface VersionPlace {
    /** 1 for the first version. */
    readonly index: number;
    readonly is_latest: boolean;
    /** Shown to those alone who manage the record. */
    readonly is_latest_draft?: boolean;
}
export interface Access {
    readonly record?: 'public' | 'restricted' | (string & {});
    readonly files?: 'public' | 'restricted' | (string & {});
    readonly embargo?: {
        readonly active?: boolean;
        readonly until?: string | null;
        readonly reason?: string | null;
    };
}
/** Persistent identifiers by scheme: `doi`, `oai`. */
export type Pids = Readonly<{
    [scheme: string]: Pid | undefined;
}>;
export interface Pid {
    readonly identifier: string;
    readonly provider?: string;
    readonly client?: string;
}
export interface FilesSummary {
    readonly enabled: boolean;
    readonly count?: number;
    readonly total_bytes?: number;
    readonly default_preview?: string | null;
    readonly order?: readonly string[];
    /** By file key. Absent when the caller may not see the files. */
    readonly entries?: Readonly<{
        [key: string]: FileEntry;
    }>;
}
/** What remains of a deleted record. */
export interface Tombstone {
    readonly removal_reason?: {
        readonly id: string;
    };
    readonly note?: string;
    readonly removed_by?: {
        readonly user: string;
    };
    /** ISO 8601, UTC. */
    readonly removal_date?: string;
    readonly citation_text?: string;
    readonly is_visible?: boolean;
}
export {};
