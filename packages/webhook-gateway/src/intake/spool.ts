import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problems/problem.ts';

const partial = '.part';
const nameForm = /^[0-9a-f]{32}$/;

type Open = (path: string, flags: string, mode: number) => Promise<FileHandle>;

/**
 * A folder of bytes that arrived. Names are random, so nothing from outside is a path. A file has its final name only
 * when all its bytes are synced, and the name itself is synced before `keep` resolves.
 */
export class Spool {
  readonly folder: string;
  readonly #open: Open;

  private constructor(folder: string, openFile: Open) {
    this.folder = folder;
    this.#open = openFile;
  }

  static async at(folder: string, openFile: Open = open): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Spool(folder, openFile);
  }

  path(name: string): string {
    if (!nameForm.test(name)) throw new Error('A spool file is named by 32 hex digits.');
    return join(this.folder, name);
  }

  async begin(): Promise<SpoolFile> {
    const name = randomBytes(16).toString('hex');
    const path = this.path(name);
    const handle = await this.#open(path + partial, 'wx', 0o600).catch(diskProblem);
    return new SpoolFile(name, path, handle, this.folder);
  }

  /** A finished file of the same disk, as one of the spool; the file itself stays where it is too. */
  async adopt(file: string): Promise<SpoolFile> {
    const name = randomBytes(16).toString('hex');
    const path = this.path(name);
    await link(file, path + partial).catch(diskProblem);
    const handle = await this.#open(path + partial, 'r+', 0o600).catch(diskProblem);
    const adopted = new SpoolFile(name, path, handle, this.folder);
    await adopted.keep();
    return adopted;
  }

  async remove(name: string): Promise<void> {
    await rm(this.path(name), { force: true });
  }

  /**
   * Removes what no row names: unfinished files, and finished ones whose transaction never came. Only before the door opens.
   *
   * @param olderThanMs - leaves younger ones alone, since another gateway may be writing them
   */
  async sweep(known: ReadonlySet<string>, olderThanMs = 0): Promise<number> {
    const unnamed = (await readdir(this.folder)).filter((name) => name.endsWith(partial) || (nameForm.test(name) && !known.has(name)));
    const lost = olderThanMs === 0 ? unnamed : await this.#older(unnamed, Date.now() - olderThanMs);
    await Promise.all(lost.map((name) => rm(join(this.folder, name), { force: true })));
    return lost.length;
  }

  async #older(names: readonly string[], before: number): Promise<readonly string[]> {
    const ages = await Promise.all(names.map((name) => stat(join(this.folder, name)).catch(() => undefined)));
    return names.filter((_, place) => (ages[place]?.mtimeMs ?? before) < before);
  }
}

/** One file on its way in: `write` all chunks in order, then `keep` or `drop`. */
export class SpoolFile {
  readonly name: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #folder: string;

  constructor(name: string, path: string, handle: FileHandle, folder: string) {
    this.name = name;
    this.#path = path;
    this.#handle = handle;
    this.#folder = folder;
  }

  /** @throws {Problem} `storage-full` */
  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) at += (await this.#handle.write(chunk, at).catch(diskProblem)).bytesWritten;
  }

  /** Resolves when the bytes and the name survive a power cut. */
  async keep(): Promise<void> {
    await this.#handle.sync().catch(diskProblem);
    await this.#handle.close();
    await rename(this.#path + partial, this.#path);
    await syncFolder(this.#folder);
  }

  /** The bytes of a file that is kept. */
  read(): Promise<Buffer> {
    return readFile(this.#path);
  }

  async drop(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await Promise.all([rm(this.#path + partial, { force: true }), rm(this.#path, { force: true })]);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function diskProblem(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG') throw storageFull();
  throw error;
}

export function storageFull(): Problem {
  const detail = 'The disk of the gateway is full; nothing of this file was kept.';
  return new Problem('storage-full', detail, 'Keep the file and send it again later; the operator has to make room.', {
    headers: { 'retry-after': '300' },
  });
}
