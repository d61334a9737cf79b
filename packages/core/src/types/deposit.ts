import type { FileEntry } from './file.ts';
import type { FileSource } from './file-source.ts';
import type { Metadata } from './metadata.ts';
import type { Draft, ZenodoRecord } from './record.ts';
import type { Wait } from './wait.ts';

/** The two ends that need nobody else. Publishing is for ever, so a draft is the default. */
export type Finish = 'leave' | 'publish';

/** How a deposit ends: in a draft, in a record, or with a community that decides. */
export type DepositEnding = Finish | SubmitTo;

/** The draft is submitted to a community; its curators publish it. First versions only: later ones inherit the communities. */
export interface SubmitTo {
  /** The community's slug, as in its address, or its UUID. */
  readonly submitTo: string;
  /** A word to the curators, as text. */
  readonly comment?: string;
  /** True: asks for a review even where the account may include directly, which publishes at once. */
  readonly requireReview?: boolean;
  /** True: a draft that was declined is submitted once more. Without it the answer stays `declined`. */
  readonly again?: boolean;
}

/**
 * What becomes of files that are there already, in a draft that is gone on with or in the version before.
 *
 * `upsert`: a file of the request replaces one of its name, the others stay. `replace`: at the end there are the files
 * of the request and no others. `keep`: what is there stays as it is; only names that are not there yet are added.
 */
export type FilePolicy = 'upsert' | 'replace' | 'keep';

/** What becomes of a draft that an earlier run of the key left. */
export type AbandonedPolicy = 'adopt' | 'discard';

export interface DepositRequest {
  /**
   * Names this deposit among all deposits of the account, for ever. The same key finds the same draft or record
   * again and never makes a second one. Kept in the draft as `urn:zenodo-connect:<32 hex>` in `metadata.identifiers`.
   */
  readonly key: string;
  readonly metadata: Metadata;
  /** Gives `metadata.version` its text, from the number of the version that the draft is to be: 1 for the first one. */
  readonly versionLabel?: (versionIndex: number) => string;
  readonly files: readonly FileSource[];
  /** Default `leave`. */
  readonly finish?: DepositEnding;
  /** Default `upsert`. */
  readonly filePolicy?: FilePolicy;
  /** Patterns of file keys (`*.csv`, `raw/**`). A file that fits none is neither sent nor compared, replaced or removed. */
  readonly include?: string | readonly string[];
  /** Patterns of file keys that are left alone even when `include` has them. */
  readonly exclude?: string | readonly string[];
  /** Default `adopt`: it is gone on with, and repaired where a file is not right. `discard` deletes it and begins anew. */
  readonly abandoned?: AbandonedPolicy;
  /** True: this may publish a first version, and with it a new concept. Only asked for with `publishGuard.demandInitial`. */
  readonly initial?: boolean;
  /**
   * True: the key is taken out of the metadata in the last write before publish, so that no reader of the record sees it.
   * It costs that the record is not found by the key any more; the journal alone knows, so that one is demanded.
   */
  readonly dropKey?: boolean;
  /** Waits after publishing until DataCite knows the DOI: `true` for up to 10 minutes, or so many milliseconds. */
  readonly awaitFindable?: boolean | number;
  /**
   * Id of a draft or record that this deposit continues. An open draft that was never published receives the files
   * (`upsert` by file key); a published record gets a new version with its files imported and then upserted. When
   * every file is there already with the same checksum and the record is published, nothing is made (`unchanged`). A
   * deposit whose draft another one went on with and published before its files had come brings them in a further version.
   */
  readonly previous?: string;
  /**
   * Called right before the draft is published or submitted to a community, with its files compared. What it throws stops
   * the deposit there, and a later run asks again.
   */
  readonly beforePublish?: (draftId: string) => void | Promise<void>;
  /** Remembers how far a run came. Without it the key in the draft is all there is, and it is enough. */
  readonly journal?: DepositJournal;
  readonly onStep?: (step: DepositStep) => void;
  /** Told of pauses of a second or more, such as "Waiting until 12:03:20 UTC for Zenodo's rate limit (…)." */
  readonly onWait?: (wait: Wait) => void;
  /** Bytes sent so far, over all files of this run. */
  readonly onProgress?: (progress: DepositProgress) => void;
  readonly signal?: AbortSignal;
}

export interface DepositProgress {
  /** The file whose bytes have just moved. */
  readonly file: string;
  readonly fileSentBytes: number;
  readonly fileBytes: number;
  /** Over all files that this run sends. */
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** Files that are sent and verified. */
  readonly filesDone: number;
  readonly filesTotal: number;
}

/** The places at which a run can stop and from which it goes on. */
export type DepositStepName =
  | 'planned'
  | 'drafted'
  | 'described'
  | 'uploaded'
  | 'verified'
  | 'reserved'
  | 'submitted'
  | 'reviewed'
  | 'publishing'
  | 'published'
  | 'findable'
  | 'left';

export interface DepositStep {
  readonly name: DepositStepName;
  /** Also the id of the record that the draft becomes. */
  readonly draftId?: string;
  readonly doi?: string;
  readonly conceptDoi?: string;
  /** One plain sentence for a person who waits. */
  readonly message: string;
}

/** What is remembered between two runs of one deposit. `publishing` is written before the call, since the answer can be lost. */
export interface DepositJournalEntry {
  readonly step: DepositStepName;
  readonly draftId?: string;
  readonly doi?: string;
  /** With the policy `keep`: the file keys that were in the draft before the first file was sent. Absent until then. */
  readonly kept?: readonly string[];
  /** Zenodo refused the call that `planned` or `publishing` announced: nothing was done, so that nothing has to be looked for. */
  readonly refused?: true;
}

export interface DepositJournal {
  load(): Promise<DepositJournalEntry | undefined>;
  /** Resolves when the entry is durable. */
  save(entry: DepositJournalEntry): Promise<void>;
}

export interface DepositResult {
  /**
   * `unchanged`: the previous record already holds exactly these files, and nothing was made. `in_review`: a community
   * has not decided yet; a later run tells what became of it. `declined`: it did not take the draft, which is still there.
   */
  readonly status: 'draft' | 'in_review' | 'declined' | 'published' | 'unchanged';
  /** The draft's id, and the record's once published. */
  readonly id: string;
  /** The version DOI: reserved for a draft, registered for a record. */
  readonly doi: string | undefined;
  /** Known once published. */
  readonly conceptDoi: string | undefined;
  /** The parent's id, which all versions share. */
  readonly parentId: string;
  /** The page a person opens: the record's, or the draft's upload form. */
  readonly htmlUrl: string;
  readonly files: readonly FileEntry[];
  readonly draft?: Draft;
  readonly record?: ZenodoRecord;
  /** The request in which a community reviews the draft; of `in_review` and `declined`. */
  readonly requestId?: string;
  /** What DataCite said in the end; only with `awaitFindable`. */
  readonly findable?: boolean;
}
