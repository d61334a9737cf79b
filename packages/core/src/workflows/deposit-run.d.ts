import type { Settings } from '../options.ts';
import type { Communities } from '../resources/communities.ts';
import type { Dois } from '../resources/dois.ts';
import type { Drafts } from '../resources/drafts.ts';
import type { Files } from '../resources/files.ts';
import type { Records } from '../resources/records.ts';
import type { Reviews } from '../resources/reviews.ts';
import type { Versions } from '../resources/versions.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DepositJournalEntry, DepositRequest, DepositStep, DepositStepName, SubmitTo } from '../types/deposit.ts';
import type { PlannedFiles } from '../types/deposit-plan.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { FileChanges } from './file-changes.ts';
import type { PublishGuard } from './publish-guard.ts';
/** The methods that a recipe is made of. */
export interface Resources {
    readonly drafts: Drafts;
    readonly files: Files;
    readonly dois: Dois;
    readonly records: Records;
    readonly versions: Versions;
    readonly communities: Communities;
    readonly reviews: Reviews;
    readonly publishGuard: PublishGuard;
}
/** One run of one deposit: what it works with, and how far it came. */
export declare class DepositRun {
    #private;
    readonly zenodo: Resources;
    readonly settings: Settings;
    readonly request: DepositRequest;
    /** The key as the draft carries it. */
    readonly urn: string;
    readonly call: CallOptions;
    /** True when a file key is this deposit's business. */
    readonly takes: (key: string) => boolean;
    step: DepositStepName;
    draftId: string | undefined;
    /** MD5 in lower-case hex by source, once it is known: what each file at Zenodo has to be. */
    readonly digests: Map<FileSource, string>;
    /** Drafts of this run that an older one of the same key has replaced. */
    readonly abandoned: Set<string>;
    /** What the plan says of files, when there is one. */
    planned: PlannedFiles | undefined;
    constructor(zenodo: Resources, settings: Settings, request: DepositRequest, urn: string);
    get publishes(): boolean;
    get submits(): SubmitTo | undefined;
    get leaves(): boolean;
    /** True when a file is to have the DOI in it, which has to be known before its first byte then. */
    get namesDoi(): boolean;
    /** The files to bring, with the DOI in those that ask for it. Without a DOI yet, as they are. */
    sourcesFor({ pids, parent }: Pick<Draft | ZenodoRecord, 'pids'> & Partial<Pick<Draft, 'parent'>>): readonly FileSource[];
    /** @throws {PlanChangedError} the files are not those of the plan any more */
    ensurePlanned(changes: FileChanges): void;
    /** What was in a draft before the first file was sent, with the policy `keep`; undefined when nobody remembers. */
    keptIn(draftId: string): readonly string[] | undefined;
    /** Takes over what an earlier run remembered. */
    recall({ draftId, kept }: DepositJournalEntry): void;
    /** Remembers what is kept before a file is sent, since afterwards nobody could tell. */
    keep(draft: Draft, keys: readonly string[]): Promise<void>;
    /** Remembers a step durably, then tells of it. */
    reach(name: DepositStepName, draft: Draft | ZenodoRecord, message: string): Promise<void>;
    /** Remembers that the call which was announced was refused. */
    rememberRefusal(draft: Draft): Promise<void>;
    /** Says what was done besides, within the step that was reached. */
    note(message: string): void;
    tell(step: DepositStep): void;
    /** Asks again and again, from soon to seldom, until there is something or `createLookMs` are over. Asks once at least. */
    lookFor<T>(ask: () => Promise<T | undefined>): Promise<T | undefined>;
}
