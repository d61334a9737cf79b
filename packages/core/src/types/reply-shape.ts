import type { FileEntry, FileList } from './file.ts';
import type { OwnRecord, Page } from './page.ts';
import type { Draft, ZenodoRecord } from './record.ts';

/** The names of the bodies that core reads, and what they become. */
export interface ReplyShapes {
  draft: Draft;
  record: ZenodoRecord;
  file: FileEntry;
  files: FileList;
  records: Page<ZenodoRecord>;
  ownRecords: Page<OwnRecord>;
  dataciteDoi: DataciteDoi;
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
  readonly data: { readonly id: string; readonly attributes: { readonly state: string; readonly url?: string | null } };
}
