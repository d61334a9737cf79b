import type { WatchOptions } from './events/watch-options.ts';
import { Watcher } from './events/watcher.ts';
import { type PortableOptions } from './options.ts';
import { Access } from './resources/access.ts';
import { AccessGrants } from './resources/access-grants.ts';
import { AccessLinks } from './resources/access-links.ts';
import { Communities } from './resources/communities.ts';
import { Dois } from './resources/dois.ts';
import { Drafts } from './resources/drafts.ts';
import { Files } from './resources/files.ts';
import { Members } from './resources/members.ts';
import { Quota } from './resources/quota.ts';
import { Records } from './resources/records.ts';
import { Requests } from './resources/requests.ts';
import { Reviews } from './resources/reviews.ts';
import { Versions } from './resources/versions.ts';
import { Terms, Vocabularies } from './resources/vocabularies.ts';
import type { BulkEditRequest, BulkEditResult } from './types/bulk-edit.ts';
import type { DepositRequest, DepositResult } from './types/deposit.ts';
import type { AffiliationTerm, AwardTerm, FunderTerm, NameTerm, SubjectTerm, ZenodoUser } from './types/vocabulary.ts';
import type { DepositPlan } from './workflows/deposit-plan.ts';
import { PublishGuard } from './workflows/publish-guard.ts';
/** Zenodo, through a transport that the caller brings. The default entry has one that brings its own. */
export declare class ZenodoClient {
    #private;
    readonly drafts: Drafts;
    readonly files: Files;
    readonly dois: Dois;
    readonly records: Records;
    readonly versions: Versions;
    readonly communities: Communities;
    readonly members: Members;
    readonly reviews: Reviews;
    readonly requests: Requests;
    readonly access: Access;
    readonly accessLinks: AccessLinks;
    readonly accessGrants: AccessGrants;
    readonly quota: Quota;
    readonly vocabularies: Vocabularies;
    readonly funders: Terms<FunderTerm>;
    readonly awards: Terms<AwardTerm>;
    readonly affiliations: Terms<AffiliationTerm>;
    readonly names: Terms<NameTerm>;
    readonly subjects: Terms<SubjectTerm>;
    readonly users: Terms<ZenodoUser>;
    /** What is asked before this account publishes: today's count, and the stop after Zenodo's spam answer. */
    readonly publishGuard: PublishGuard;
    /** @throws {ConfigurationError} an option is missing or wrong */
    constructor(options: PortableOptions);
    /**
     * Brings files and metadata into a draft and, if wanted, publishes it: one recipe of many calls that can stop anywhere
     * and go on later. The same key never makes a second record; answers that were lost are settled by reading.
     *
     * Fills in `publisher` (Zenodo) and `publication_date` (today, UTC) where both the request and the draft have none.
     * Each file's size and MD5 are compared with what Zenodo stored before anything is published.
     *
     * A plan that `plan` made is carried out as it is, or not at all.
     *
     * @throws {DepositError} it stopped; `cause` says why, and another run with the same key goes on
     * @throws {ConfigurationError} the request cannot work; nothing was sent
     * @throws {PlanChangedError} the plan does not fit what there is any more; nothing was changed
     * @throws {AccountStoppedError} Zenodo took something of this account for spam; nothing was sent
     */
    deposit(wanted: DepositRequest | DepositPlan): Promise<DepositResult>;
    /**
     * Makes one change in many of the caller's own drafts and records: first the plan, what would change in each; then, unless
     * it is a `dryRun`, row by row. Published records are changed in a draft of their own, which is published only with
     * `finish: 'publish'`; they keep their DOI. Records that are so already are left alone.
     *
     * A row that fails stops no other; it comes back with the reason, and its id in `failedIds`.
     *
     * @throws {ConfigurationError} wrong arguments, or more records than `ceiling`; nothing was written
     * @throws {AccountStoppedError} Zenodo took something of this account for spam; nothing was written
     */
    bulkEdit(request: BulkEditRequest): Promise<BulkEditResult>;
    /**
     * Says what `deposit` would do with this request: the draft it would use, each file's fate, the calls, and what to mind.
     * Reads what there is, and changes nothing.
     *
     * @throws {ConfigurationError} the request cannot work
     * @throws {DepositLimitError} more files or bytes than a record holds
     */
    plan(request: DepositRequest): Promise<DepositPlan>;
    /**
     * Watches for changes: own records, communities, searches, concepts, OAI-PMH sets, requests, DataCite. Nothing is asked
     * before `poll` or `run`.
     *
     * @throws {ConfigurationError} an option is missing or wrong
     */
    watch(options: WatchOptions): Watcher;
}
