import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is still to be sent. Where it is, not its bytes: those stay where the instrument put them. */
export interface QueuedFile {
  readonly path: string;
  readonly stamp: string;
  /** The address of the route: `https://gw.lab.example/in/xrd`. */
  readonly to: string;
  readonly dataset: string;
  readonly name: string;
  readonly addedAt: string;
  /** Why it was refused; it is not sent again by itself then. */
  readonly problem?: string;
}

export interface QueueEntry extends QueuedFile {
  readonly id: string;
}

const ending = '.json';

/** What is to be sent, in a folder: one small file each, and a list of what was sent. A restart goes on with it. Holds no token. */
export class LocalQueue {
  readonly #folder: string;
  #sent: Promise<Set<string>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(file: QueuedFile): Promise<void> {
    await this.#write(`${Date.now()}-${randomBytes(6).toString('hex')}`, file);
  }

  /** Oldest first, refused ones included. */
  async list(): Promise<readonly QueueEntry[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith(ending)).sort();
    const entries = names.map(async (name) => ({
      id: name.slice(0, -ending.length),
      ...(JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as QueuedFile),
    }));
    return Promise.all(entries);
  }

  async refuse({ id, ...file }: QueueEntry, problem: string): Promise<void> {
    await this.#write(id, { ...file, problem });
  }

  /** It is safe at the gateway. */
  async done({ id, path, stamp, to }: QueueEntry): Promise<void> {
    (await this.#known()).add(keyOf(path, stamp, to));
    await appendFile(join(this.#folder, 'sent.jsonl'), `${JSON.stringify([path, stamp, to])}\n`, { mode: 0o600 });
    await this.drop(id);
  }

  async drop(id: string): Promise<void> {
    await rm(join(this.#folder, id + ending), { force: true });
  }

  async wasSent(path: string, stamp: string, to: string): Promise<boolean> {
    return (await this.#known()).has(keyOf(path, stamp, to));
  }

  #known(): Promise<Set<string>> {
    this.#sent ??= readFile(join(this.#folder, 'sent.jsonl'), 'utf8').then(
      (text) => new Set(text.split('\n').filter((line) => line.endsWith(']'))),
      () => new Set<string>(),
    );
    return this.#sent;
  }

  async #write(id: string, file: QueuedFile): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, id + ending);
    const handle = await open(`${path}.part`, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(file));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.part`, path);
  }
}

const keyOf = (path: string, stamp: string, to: string): string => JSON.stringify([path, stamp, to]);
