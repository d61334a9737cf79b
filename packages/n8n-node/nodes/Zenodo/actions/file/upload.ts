import type { FileEntry, FileSource } from '@zenodo-connect/core/portable';
import { ensureFileLimits } from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';
import { hashed, inputFiles } from '../../shared/input-files.ts';
import type { Operation, Turn } from '../../shared/turn.ts';
import { uploaded } from '../../shared/upload.ts';

type Fate = 'uploaded' | 'replaced' | 'skipped';

/** Uploads the files of the item; one item for each. Repeated, it sends nothing that is there already. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  const policy = turn.option('ifExists', 'skip');
  const files = await inputFiles(turn, { hashFirst: false });
  const { entries } = await turn.zenodo.files.list(id, turn.call);
  const known = new Map(entries.map((entry) => [entry.key, entry]));
  ensureFileLimits([...entries.filter(({ key }) => !files.some((file) => file.key === key)).map(sized), ...files]);
  const fates = new Map<string, Fate>();
  for (const file of files) fates.set(file.key, await fateOf(turn, file, known.get(file.key), policy));
  const outputs: IDataObject[] = [];
  for (const file of files) {
    const fate = fates.get(file.key) ?? 'uploaded';
    const there = known.get(file.key);
    if (turn.dryRun) outputs.push({ recordId: id, key: file.key, size: file.size, wouldBe: fate });
    else outputs.push(told(id, fate === 'skipped' && there ? there : await uploaded(turn, id, file, there !== undefined), fate));
  }
  return turn.gives(...outputs);
};

/** A file that was begun and not completed is none. */
async function fateOf(turn: Turn, file: FileSource, there: FileEntry | undefined, policy: string): Promise<Fate> {
  if (!there || there.status === 'pending') return 'uploaded';
  if (policy === 'fail') turn.refuse(`The draft has a file '${file.key}' already`, "Choose another way in 'If File Exists'");
  if (policy === 'replace' || there.size !== file.size) return 'replaced';
  const { knownMd5 } = await hashed(turn, file);
  return there.checksum === `md5:${knownMd5}` ? 'skipped' : 'replaced';
}

const told = (recordId: string, { key, size, checksum }: FileEntry, status: Fate): IDataObject => ({
  recordId,
  key,
  size: size ?? null,
  checksum: checksum ?? null,
  // Core has compared size and MD5 of what was sent; what was skipped has the same sum.
  verified: true,
  status,
});

/** What counts for the limits; a pending file has no size yet. */
const sized = ({ key, size }: FileEntry) => ({ key, size: size || 1 });
