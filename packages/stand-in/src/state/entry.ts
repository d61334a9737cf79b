import type { Doc, Json } from '../json.ts';

/** One file of a draft or record, with what the file routes show of it. */
export interface FileState {
  key: string;
  created: string;
  updated: string;
  /** Null until something is set; a committed file that has none shows `{}`. */
  metadata: Json;
  /** What the draft's own list shows, where it differs: the server does not carry a later description over to it. */
  listedMetadata?: Json;
  hidden: boolean;
  transfer: Doc;
  status: 'pending' | 'completed';
  /** Size and checksum as they were named at the start; shown until the file is committed, and believed by nobody. */
  announced?: Doc;
  /** Name of the bytes in the file folder; absent until content arrived. Shared by versions that import the file. */
  blob?: string;
  /** Bytes. */
  size?: number;
  /** `md5:` and 32 hex digits. */
  checksum?: string;
  versionId?: string;
  fileId?: string;
}

/** The files of one draft or record, Zenodo's bucket. */
export interface FileSet {
  enabled: boolean;
  bucketId: string;
  defaultPreview: string | null;
  order: string[];
  entries: FileState[];
  /** Keys of files that have gone, by the id that their bytes had: the deposit API still knows what such an id meant. */
  gone?: Readonly<Record<string, string>>;
}

/** What a draft and a record have in common. Metadata is kept as given, with ids; titles are looked up when it is shown. */
export interface Content {
  created: string;
  updated: string;
  metadata: Doc;
  customFields: Doc;
  access: Doc;
  pids: Doc;
  files: FileSet;
  /** What Zenodo's own people added: other forms of the files. */
  mediaFiles?: FileSet;
}

export interface DraftContent extends Content {
  expiresAt: string;
  /** True for the draft of a published record whose files may be changed. */
  filesUnlocked?: boolean;
}

export interface RecordContent extends Content {
  revision: number;
  /** Milliseconds since 1970; the DOI turns findable some time after this. */
  publishedAt: number;
}

/** One version: a record id with its draft, its published record, or both. Treated as immutable: a change is a new object, saved. */
export interface Entry {
  id: string;
  parentId: string;
  ownerId: string;
  /** Counts versions of one parent from 1. */
  index: number;
  /** Revision of the draft row; goes on when a draft is opened again. */
  draftRevision: number;
  draft?: DraftContent;
  record?: RecordContent;
  /** What was published and is deleted: then there is no `record`. */
  removed?: { record: RecordContent; tombstone: Doc };
  /** The review that the draft waits for or was refused in. */
  review?: { requestId: string; status: string };
  /** The concept's communities, repeated in each version because listings see a change of them with the index's lag. */
  communities?: readonly { id: string; slug: string }[];
}

/** What ties versions together. */
export interface Concept {
  id: string;
  ownerId: string;
  pids: Doc;
  /** The draft of the next version, when one is open. */
  nextDraftId?: string;
  /** Versions counted so far, deleted drafts included. */
  lastIndex: number;
  /** Milliseconds since 1970 of the first publication. */
  publishedAt?: number;
  /** Id of the community that stands first, of those in `Entry.communities`. */
  defaultCommunity?: string;
  access?: ConceptAccess;
  /** How many bytes a draft's files may have together, where its owner asked for more than everybody has. */
  quotaBytes?: number;
}

/** Who may see or change all versions, beside the owner. */
export interface ConceptAccess {
  links: AccessLink[];
  grants: AccessGrant[];
  settings: Doc;
}

/** What a link or grant allows; each includes those before it. */
export type Right = 'view' | 'preview' | 'edit' | 'manage';

/** A secret link: whoever sends its token has its right. */
export interface AccessLink {
  id: string;
  created: string;
  /** `YYYY-MM-DD`; the link ends with the day before it. */
  expiresAt?: string;
  permission: Right;
  description: string;
  token: string;
}

export interface AccessGrant {
  permission: Right;
  subject: { type: string; id: string };
  origin: string | null;
}
