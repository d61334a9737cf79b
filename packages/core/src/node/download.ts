import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { ZenodoClient } from '../client.ts';
import { ChecksumError } from '../errors/checksum-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { DownloadedFile, DownloadOptions, DownloadResult } from '../types/download.ts';
import type { RecordId } from '../types/record.ts';
import { inParallel } from '../workflows/in-parallel.ts';
import { type Chosen, chosenFiles } from './chosen-files.ts';
import { onDisk } from './disk-error.ts';
import { syncFolder } from './durable-file.ts';
import { fileFromPath } from './file-from-path.ts';
import { PartFile } from './part-file.ts';
import { readAll } from './read-all.ts';

const defaultParallel = 4;
/** A flipped bit is met once; a second time it is no accident. */
const mostTries = 2;

/** What the files of one download share. */
interface Run {
  readonly zenodo: ZenodoClient;
  readonly id: RecordId;
  readonly options: DownloadOptions;
  readonly folder: string;
  received: number;
  readonly tell: (key: string, bytes: number) => void;
}

/** Paths that a download of this process writes to. */
const busy = new Set<string>();

/** See `Zenodo.download`. */
export async function download(zenodo: ZenodoClient, id: RecordId, options: DownloadOptions): Promise<DownloadResult> {
  const { to, draft = false, parallel = defaultParallel, signal, onProgress } = options;
  if (typeof to !== 'string' || to === '') throw new ConfigurationError('"to" must be the path of a folder, such as "./data".');
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 16)
    throw new ConfigurationError('"parallel" must be a whole number from 1 to 16.');
  const call = signal ? { signal } : {};
  const { entries } = await (draft ? zenodo.files.list(id, call) : zenodo.records.files(id, call));
  const chosen = chosenFiles(entries, options);
  await onDisk('written', to, () => mkdir(to, { recursive: true }));
  const totalBytes = chosen.reduce((sum, { size }) => sum + size, 0);
  let receivedBytes = 0;
  const tell = (file: string, bytes: number) => {
    receivedBytes += bytes;
    onProgress?.({ file, receivedBytes, totalBytes });
  };
  const run: Run = { zenodo, id, options, folder: await realpath(to), received: 0, tell };

  // All that is there is looked at first: a file that may not be replaced stops the download before it begins.
  const missing: Chosen[] = [];
  const done = new Map<string, DownloadedFile>();
  for (const file of chosen) {
    signal?.throwIfAborted();
    if (!(await isThere(file, options))) missing.push(file);
    else {
      done.set(file.key, told(file, 'present'));
      tell(file.key, file.size);
    }
  }
  await inParallel(parallel, missing, signal, async (file, stop) => {
    await fetchOne(run, file, stop);
    done.set(file.key, told(file, 'downloaded'));
  });
  return { files: chosen.map(({ key }) => done.get(key)!), receivedBytes: run.received };
}

const told = ({ key, path, size, md5 }: Chosen, status: DownloadedFile['status']): DownloadedFile => ({
  key,
  path,
  sizeBytes: size,
  md5,
  status,
});

/** True when the very bytes are there. */
async function isThere({ key, path, size, md5 }: Chosen, { overwrite, signal }: DownloadOptions): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return false;
  if (found.isFile() && found.size === size && (await md5OfPath(path, signal)) === md5) return true;
  if (overwrite && !found.isDirectory()) return false;
  const what = found.isDirectory() ? 'is a folder' : 'has other bytes than the file at Zenodo';
  throw new ConfigurationError(`${path} ${what}, so "${key}" was not fetched; give "overwrite: true" for files, or another folder.`);
}

async function md5OfPath(path: string, signal: AbortSignal | undefined): Promise<string> {
  return readAll(await fileFromPath(path), signal);
}

async function fetchOne(run: Run, file: Chosen, signal: AbortSignal): Promise<void> {
  if (busy.has(file.path)) throw new ConfigurationError(`${file.path} is being downloaded already; wait for that.`);
  busy.add(file.path);
  try {
    await makeFolder(run.folder, dirname(file.path));
    const partPath = resolve(dirname(file.path), partName(file));
    await receive(run, file, partPath, signal);
    await onDisk('written', file.path, async () => {
      await rename(partPath, file.path);
      await syncFolder(dirname(file.path));
    });
  } finally {
    busy.delete(file.path);
  }
}

/** The MD5 keeps parts of different versions apart; the same one is gone on with after a stop. */
function partName({ key, md5 }: Chosen): string {
  return `.${createHash('sha256').update(key).digest('hex').slice(0, 12)}-${md5}.part`;
}

async function receive(run: Run, file: Chosen, partPath: string, signal: AbortSignal): Promise<void> {
  const part = await PartFile.open(partPath, file.size, signal);
  try {
    run.tell(file.key, part.at);
    for (let tries = 1; ; tries++) {
      if (part.at < file.size) await part.take(bytesOf(run, file, part.at, signal));
      const received = part.at;
      const { equal, found } = await part.finish(file.md5);
      if (equal) return;
      run.tell(file.key, -received);
      if (tries < mostTries) continue;
      await rm(partPath, { force: true });
      throw new ChecksumError(file.key, 'received', `md5:${file.md5}`, `md5:${found}`);
    }
  } finally {
    await part.close();
  }
}

async function* bytesOf(run: Run, file: Chosen, fromByte: number, signal: AbortSignal) {
  const files = run.options.draft ? run.zenodo.files : run.zenodo.records;
  for await (const chunk of files.bytes(run.id, file.key, { fromByte, verify: false, transient: true, signal })) {
    run.received += chunk.byteLength;
    run.tell(file.key, chunk.byteLength);
    yield chunk;
  }
}

/** A folder inside ours that is a link to elsewhere is not followed. */
async function makeFolder(root: string, folder: string): Promise<void> {
  await onDisk('written', folder, () => mkdir(folder, { recursive: true }));
  const real = await realpath(folder);
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new ConfigurationError(`${folder} leads out of ${root} by a link; remove the link, or choose another folder.`);
}
