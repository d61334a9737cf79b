import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';

/** True when a record has every file of the request with the same bytes. */
export async function holdsAll(run: DepositRun, record: ZenodoRecord): Promise<boolean> {
  const entries = await filesOf(run, record);
  for (const source of run.request.files) {
    const entry = entries.find(({ key }) => key === source.key);
    if (!(await isSame(run, source, entry))) return false;
  }
  return true;
}

export async function filesOf(run: DepositRun, record: ZenodoRecord): Promise<readonly FileEntry[]> {
  const { entries } = record.files;
  return entries ? Object.values(entries) : (await run.zenodo.records.files(record.id, run.call)).entries;
}

/** True when a complete file at Zenodo has the bytes of a source. Reads the source if only that can tell. */
export async function isSame(run: DepositRun, source: FileSource, entry: FileEntry | undefined): Promise<boolean> {
  if (!entry || entry.status === 'pending' || entry.size !== source.size) return false;
  return entry.checksum === `md5:${await md5Of(run, source)}`;
}

/** Lower-case hex; undefined for a source that does not hash. Reads it at most once in a run. */
export async function md5Of({ digests }: DepositRun, source: FileSource): Promise<string | undefined> {
  const known = digests.get(source.key) ?? source.knownMd5 ?? ((await read(source)) || undefined);
  if (known !== undefined) digests.set(source.key, known);
  return known;
}

async function read(source: FileSource): Promise<string> {
  const opened = await source.open();
  try {
    if (isIterable(opened.body)) await drain(opened.body);
    return await opened.md5();
  } finally {
    await opened.close();
  }
}

async function drain(body: AsyncIterable<unknown>): Promise<void> {
  const reading = body[Symbol.asyncIterator]();
  while ((await reading.next()).done !== true);
}

function isIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
