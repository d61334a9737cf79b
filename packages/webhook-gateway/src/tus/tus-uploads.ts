import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** What is written beside the bytes of an upload. */
export interface UploadInfo {
  readonly id: string;
  readonly route: string;
  readonly size: number;
  readonly metadata: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  /** Set once the file was taken in; its bytes are not here any more then. */
  readonly jobId?: string;
}

interface Progress {
  readonly size: number;
  readonly sha256: Hash;
  readonly md5: Hash;
}

/** A checksum of one piece, as `Upload-Checksum` gives it. */
interface PieceSum {
  readonly algorithm: 'sha1' | 'sha256' | 'md5';
  readonly digest: Buffer;
}

const idForm = /^[0-9a-f]{32}$/;
const idLength = 32;
const infoEnding = '.json';
/** Of what was taken in: told apart by its name, so that many of them cost no reading. */
const doneEnding = '.done.json';
/** Between two looks for what was taken in long ago. */
const doneLookMs = 3_600_000;

/** Answers in the form of tus' library, which is loaded with the first upload. */
const noUpload = { status_code: 404, body: 'There is no such upload.\n' };
const wrongChecksum = { status_code: 460, body: 'The piece has another checksum than was announced; it was thrown away.\n' };
const diskFull = { status_code: 507, body: 'The disk of the gateway is full.\n' };

/**
 * Unfinished uploads in a folder: bytes and, beside them, what is known of them. What came before a cut stays, so that the
 * sender can go on there. The sums of pieces that come in order are kept in memory; a restart has them made anew at the end.
 */
export class TusUploads {
  readonly folder: string;
  readonly #expiryMs: number;
  readonly #progress = new Map<string, Progress>();
  readonly #pieceSums = new Map<string, PieceSum>();
  readonly #routes = new Map<string, string>();
  /** The routes of unfinished uploads by their ids, as of the last look; what this process began and ended since is in it. */
  readonly #open = new Map<string, string>();
  #doneLookAt = 0;

  constructor(folder: string, expiryMs: number) {
    this.folder = folder;
    this.#expiryMs = expiryMs;
  }

  /** Says to which route the upload belongs that is about to be created. */
  expect(id: string, route: string): void {
    this.#routes.set(id, route);
  }

  /** It was created, or refused. */
  forget(id: string): void {
    this.#routes.delete(id);
  }

  /** The next piece of this upload has to have this sum. */
  expectSum(id: string, sum: PieceSum | undefined): void {
    if (sum) this.#pieceSums.set(id, sum);
    else this.#pieceSums.delete(id);
  }

  /** Begins an upload. @returns when, in ISO 8601 */
  async create({ id, size, metadata }: Pick<UploadInfo, 'id' | 'size' | 'metadata'>): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const route = this.#routes.get(id) ?? '';
    await writeFile(this.path(id), '', { mode: 0o600 }).catch(fullOr);
    const createdAt = new Date().toISOString();
    await this.#save({ id, route, size, metadata, createdAt });
    this.#open.set(id, route);
    return createdAt;
  }

  /** Takes a piece. @returns how many bytes of the upload are there now */
  async write(stream: Readable, id: string, offset: number): Promise<number> {
    const wanted = this.#pieceSums.get(id);
    this.#pieceSums.delete(id);
    const piece = wanted && createHash(wanted.algorithm);
    if ((await this.info(id))?.jobId !== undefined) return offset;
    const sums = this.#sumsAt(id, offset);
    const handle = await open(this.path(id), 'r+').catch(() => {
      throw noUpload;
    });
    let at = offset;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        for (let written = 0; written < chunk.length; )
          written += (await handle.write(chunk, written, chunk.length - written, at + written).catch(fullOr)).bytesWritten;
        at += chunk.length;
        piece?.update(chunk);
        sums?.sha256.update(chunk);
        sums?.md5.update(chunk);
      }
      if (wanted && !piece?.digest().equals(wanted.digest)) {
        await handle.truncate(offset);
        this.#progress.delete(id);
        throw wrongChecksum;
      }
      await handle.datasync();
    } finally {
      if (sums && this.#progress.has(id)) this.#progress.set(id, { ...sums, size: at });
      await handle.close();
    }
    return at;
  }

  /** @throws an answer of tus: there is no such upload */
  async stateOf(id: string): Promise<UploadInfo & { readonly offset: number }> {
    const info = await this.info(id);
    if (!info) throw noUpload;
    return { ...info, offset: info.jobId === undefined ? (await stat(this.path(id))).size : info.size };
  }

  async remove(id: string): Promise<void> {
    this.#progress.delete(id);
    this.#pieceSums.delete(id);
    this.#open.delete(id);
    await Promise.all(['', infoEnding, doneEnding].map((ending) => rm(this.path(id) + ending, { force: true })));
  }

  async deleteExpired(): Promise<number> {
    const before = Date.now() - this.#expiryMs;
    const old = (await this.unfinished()).filter(({ createdAt }) => Date.parse(createdAt) < before).map(({ id }) => id);
    const all = [...old, ...(await this.#doneBefore(before))];
    await Promise.all(all.map((id) => this.remove(id)));
    return all.length;
  }

  async #doneBefore(before: number): Promise<readonly string[]> {
    if (Date.now() < this.#doneLookAt) return [];
    this.#doneLookAt = Date.now() + doneLookMs;
    const old: string[] = [];
    for (const id of await this.#ids(doneEnding)) {
      const found = await stat(this.path(id) + doneEnding).catch(() => undefined);
      if (found && found.mtimeMs < before) old.push(id);
    }
    return old;
  }

  path(id: string): string {
    if (!idForm.test(id)) throw noUpload;
    return join(this.folder, id);
  }

  async info(id: string): Promise<UploadInfo | undefined> {
    if (!idForm.test(id)) return undefined;
    for (const ending of [infoEnding, doneEnding]) {
      const text = await readFile(this.path(id) + ending, 'utf8').catch(() => undefined);
      if (text !== undefined) return JSON.parse(text) as UploadInfo;
    }
    return undefined;
  }

  /** How many unfinished uploads a route has. */
  openOf(route: string): number {
    let count = 0;
    for (const one of this.#open.values()) if (one === route) count += 1;
    return count;
  }

  /** Those whose file was not taken in yet. */
  async unfinished(): Promise<readonly UploadInfo[]> {
    const infos = await Promise.all((await this.#ids(infoEnding)).map((id) => this.info(id)));
    const known = infos.filter((info) => info !== undefined);
    // Where a crash came in between.
    await Promise.all(known.filter(({ jobId }) => jobId !== undefined).map(({ id }) => this.#setAside(id)));
    const open = known.filter(({ jobId }) => jobId === undefined);
    this.#open.clear();
    for (const { id, route } of open) this.#open.set(id, route);
    return open;
  }

  async #ids(ending: string): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.map((name) => name.slice(0, idLength)).filter((id, place) => names[place] === id + ending && idForm.test(id));
  }

  /** SHA-256 and MD5 of an upload that is whole, if its pieces were summed as they came. */
  sums(id: string, size: number): { readonly sha256: string; readonly md5: string } | undefined {
    const progress = this.#progress.get(id);
    this.#progress.delete(id);
    return progress?.size === size ? { sha256: progress.sha256.digest('hex'), md5: progress.md5.digest('hex') } : undefined;
  }

  /** Its bytes are safe elsewhere: they go, and what became of them is remembered until the upload expires. */
  async finish(info: UploadInfo, jobId: string): Promise<void> {
    await this.#save({ ...info, jobId });
    await this.#setAside(info.id);
    await rm(this.path(info.id), { force: true });
    this.#open.delete(info.id);
  }

  #sumsAt(id: string, offset: number): Progress | undefined {
    if (offset === 0) this.#progress.set(id, { size: 0, sha256: createHash('sha256'), md5: createHash('md5') });
    const progress = this.#progress.get(id);
    if (progress?.size === offset) return progress;
    this.#progress.delete(id);
    return undefined;
  }

  async #setAside(id: string): Promise<void> {
    await rename(this.path(id) + infoEnding, this.path(id) + doneEnding);
  }

  /** Whole or not at all. */
  async #save(info: UploadInfo): Promise<void> {
    const file = this.path(info.id) + infoEnding;
    await writeFile(`${file}.part`, JSON.stringify(info), { mode: 0o600 }).catch(fullOr);
    await rename(`${file}.part`, file);
  }
}

function fullOr(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG' ? diskFull : error;
}

/** Reads `Upload-Checksum: sha256 <base64>`. `undefined` when there is none, `null` for one that cannot be checked here. */
export function pieceSumOf(header: string | undefined): PieceSum | undefined | null {
  if (header === undefined) return undefined;
  const [, name = '', base64 = ''] = /^(sha1|sha256|md5) ([A-Za-z0-9+/]+={0,2})$/.exec(header) ?? [];
  const lengths = { sha1: 20, sha256: 32, md5: 16 } as const;
  const digest = Buffer.from(base64, 'base64');
  return name in lengths && digest.length === lengths[name as keyof typeof lengths]
    ? { algorithm: name as PieceSum['algorithm'], digest }
    : null;
}
