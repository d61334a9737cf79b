import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import { ZenodoError } from './zenodo-error.ts';

/**
 * `stored`: Zenodo has other bytes than were sent. `source`: the file is not what it was announced as, so that sending
 * it again would not help. `published`: the record of this key holds another file, for ever. `received`: other bytes came than
 * Zenodo says it has.
 */
export type ChecksumReason = 'stored' | 'source' | 'published' | 'received';

const sentences: Readonly<{ [Reason in ChecksumReason]: (file: string, expected: string, found: string) => string }> = {
  stored: (file, expected, found) => `The file "${file}" was sent as ${expected}, but Zenodo has ${found}. Upload it again.`,
  source: (file, expected, found) =>
    `The file "${file}" was announced as ${expected}, but is ${found}. It changed in between: take it again.`,
  published: (file, expected, found) =>
    `This key is published with another file "${file}" (${found}, not ${expected}). Use a new key, and "previous" for a new version.`,
  received: (file, expected, found) =>
    `The file "${file}" is ${expected} at Zenodo, but ${found} came. Download it again; if that happens twice, something on the way changes it.`,
};

/** A file is not what it has to be. Nothing was published with it. */
export class ChecksumError extends ZenodoError {
  override name = 'ChecksumError' as const;
  override readonly code = 'checksum';
  readonly file: string;
  readonly reason: ChecksumReason;
  /** MD5 as Zenodo writes it, `md5:` and hex; the size in bytes when that differs already. */
  readonly expected: string;
  readonly found: string;

  constructor(file: string, reason: ChecksumReason, expected: string, found: string) {
    super(sentences[reason](file, expected, found));
    this.file = file;
    this.reason = reason;
    this.expected = expected;
    this.found = found;
  }
}

/**
 * Compares what Zenodo says it has with what it has to be.
 *
 * @param md5 - lower-case hex; without it sizes alone are compared
 * @throws {ChecksumError} they differ
 */
export function ensureStored(
  { key, size }: FileSource,
  md5: string | undefined,
  stored: FileEntry | undefined,
  reason: ChecksumReason = 'stored',
): void {
  const [expected, found] =
    stored?.size === size && md5 ? [`md5:${md5}`, String(stored.checksum)] : [`${size} bytes`, `${stored?.size ?? 'no'} bytes`];
  if (expected !== found) throw new ChecksumError(key, reason, expected, found);
}

/**
 * Compares what was sent with what the source had announced.
 *
 * @throws {ChecksumError} the file has changed in between
 */
export function ensureAnnounced({ key, knownMd5 }: FileSource, sentMd5: string): void {
  if (!sentMd5 || knownMd5 === undefined || knownMd5 === sentMd5) return;
  throw new ChecksumError(key, 'source', `md5:${knownMd5}`, `md5:${sentMd5}`);
}
