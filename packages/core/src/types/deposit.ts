import type { FileEntry } from './file.ts';
import type { FileSource } from './file-source.ts';
import type { Metadata } from './metadata.ts';
import type { Draft, ZenodoRecord } from './record.ts';

/** How a deposit ends. Publishing is for ever, so a draft is the default. */
export type Finish = 'leave' | 'publish';

export interface DepositRequest {
  /**
   * Names this deposit among all deposits of the account, for ever. The same key finds the same draft or record
   * again and never makes a second one. Kept in the draft as `urn:zenodo-connect:<32 hex>` in `metadata.identifiers`.
   */
  readonly key: string;
  readonly metadata: Metadata;
  readonly files: readonly FileSource[];
  /** Default `leave`. */
  readonly finish?: Finish;
  /**
   * Id of a draft or record that this deposit continues. An open draft that was never published receives the files
   * (`upsert` by file key); a published record gets a new version with its files imported and then upserted. When
   * every file is there already with the same checksum and the record is published, nothing is made (`unchanged`). A
   * deposit whose draft another one went on with and published before its files had come brings them in a further version.
   */
  readonly previous?: string;
  /** Remembers how far a run came. Without it the key in the draft is all there is, and it is enough. */
  readonly journal?: DepositJournal;
  readonly onStep?: (step: DepositStep) => void;
  /** Bytes sent so far, over all files of this run. */
  readonly onProgress?: (progress: DepositProgress) => void;
  readonly signal?: AbortSignal;
}

export interface DepositProgress {
  readonly file: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** The places at which a run can stop and from which it goes on. */
export type DepositStepName =
  | 'planned'
  | 'drafted'
  | 'described'
  | 'uploaded'
  | 'verified'
  | 'reserved'
  | 'publishing'
  | 'published'
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
}

export interface DepositJournal {
  load(): Promise<DepositJournalEntry | undefined>;
  /** Resolves when the entry is durable. */
  save(entry: DepositJournalEntry): Promise<void>;
}

export interface DepositResult {
  /** `unchanged`: the previous record already holds exactly these files, and nothing was made. */
  readonly status: 'draft' | 'published' | 'unchanged';
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
}
