import { DoubtfulFileError } from '../errors/deposit-stops.ts';
import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import { md5Of } from './digests.ts';

/** What has to happen so that files that are there become those that are asked for. */
export interface FileChanges {
  /** Not there yet. */
  readonly send: readonly FileSource[];
  /** There with other bytes, or announced and never come: deleted and sent. */
  readonly replace: readonly FileSource[];
  /** There with the same bytes. */
  readonly skip: readonly FileSource[];
  /** There with other bytes perhaps, and kept by the policy. */
  readonly keep: readonly FileSource[];
  /** There, not asked for, and not wanted by the policy. */
  readonly remove: readonly FileEntry[];
  /** There, and none of this deposit's business. */
  readonly rest: readonly FileEntry[];
}

/** The draft that the files are in, when there is one yet. */
export interface Holder {
  readonly draft: Draft;
  /** True when it carries this deposit's key from a run before, which may have left a file in it that had come wrong. */
  readonly wasOurs: boolean;
}

/** Compares by size and MD5, and goes by the policy and the patterns of the request. */
export async function fileChanges(
  run: DepositRun,
  sources: readonly FileSource[],
  present: readonly FileEntry[],
  holder?: Holder,
): Promise<FileChanges> {
  const { filePolicy = 'upsert' } = run.request;
  const changes: { [Kind in 'send' | 'replace' | 'skip' | 'keep']: FileSource[] } = { send: [], replace: [], skip: [], keep: [] };
  for (const source of sources) {
    const entry = present.find(({ key }) => key === source.key);
    if (!entry) changes.send.push(source);
    else if (await isKept(run, source, entry, holder)) changes.keep.push(source);
    else changes[(await isSame(run, source, entry)) ? 'skip' : 'replace'].push(source);
  }
  const others = present.filter(({ key }) => !sources.some((source) => source.key === key));
  const isUnwanted = ({ key }: FileEntry) => filePolicy === 'replace' && run.takes(key);
  return { ...changes, remove: others.filter(isUnwanted), rest: others.filter((entry) => !isUnwanted(entry)) };
}

/**
 * What is there is kept whatever its bytes, with one exception: a file that an earlier run of this deposit sent and that
 * came wrong. The journal knows which were there before; without one, only those of other length or of the version before
 * are beyond doubt.
 *
 * @throws {DoubtfulFileError} one that nobody can tell
 */
async function isKept(run: DepositRun, source: FileSource, entry: FileEntry, holder: Holder | undefined): Promise<boolean> {
  if (run.request.filePolicy !== 'keep' || entry.status === 'pending') return false;
  if (!holder?.wasOurs) return true;
  const kept = run.keptIn(holder.draft.id);
  if (kept) return kept.includes(source.key);
  if (run.request.journal || entry.size !== source.size) return true;
  if (await isSame(run, source, entry)) return false;
  if (await wasBefore(run, holder.draft, entry)) return true;
  throw new DoubtfulFileError(source.key, holder.draft.id);
}

async function wasBefore(run: DepositRun, draft: Draft, { key, checksum }: FileEntry): Promise<boolean> {
  if (draft.versions.index === 1) return false;
  const before = await filesOf(run, await run.zenodo.versions.latest(draft.parent.id, run.call));
  return before.some((file) => file.key === key && file.checksum === checksum);
}

/** What the request would change in the files of a record. Files that name the DOI are compared with that record's in them. */
async function changesAt(run: DepositRun, record: ZenodoRecord): Promise<FileChanges> {
  return fileChanges(run, run.sourcesFor(record), await filesOf(run, record));
}

/** True when a record has every file of the request with the same bytes. */
export async function holdsAll(run: DepositRun, record: ZenodoRecord): Promise<boolean> {
  const { send, replace } = await changesAt(run, record);
  return send.length + replace.length === 0;
}

/** True when a new version would change no file. */
export async function holdsExactly(run: DepositRun, record: ZenodoRecord): Promise<boolean> {
  const { send, replace, remove } = await changesAt(run, record);
  return send.length + replace.length + remove.length === 0;
}

export async function filesOf(run: DepositRun, record: ZenodoRecord): Promise<readonly FileEntry[]> {
  const { entries } = record.files;
  return entries ? Object.values(entries) : (await run.zenodo.records.files(record.id, run.call)).entries;
}

/** True when a complete file at Zenodo has the bytes of a source. Reads the source if only that can tell. */
async function isSame(run: DepositRun, source: FileSource, entry: FileEntry): Promise<boolean> {
  if (entry.status === 'pending' || entry.size !== source.size) return false;
  return entry.checksum === `md5:${await md5Of(run, source)}`;
}
