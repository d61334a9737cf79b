import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Bytes that were taken in: their name in the folder, their length and their MD5 as hex. */
export interface StoredBytes {
  readonly blob: string;
  readonly size: number;
  readonly md5: string;
}

/** File contents, one file each beside the database. A name appears only when all bytes are there. */
export class Blobs {
  readonly #folder: string;
  readonly #durable: boolean;

  /** @param durable - true: bytes are synced to the disk before `take` returns */
  constructor(folder: string, durable: boolean) {
    this.#folder = path.join(folder, 'files');
    this.#durable = durable;
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Writes a stream to the disk while hashing it, one chunk in memory at a time. Rejects, and keeps nothing, when the stream breaks. */
  async take(bytes: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const blob = randomUUID();
    const part = this.path(`${blob}.part`);
    const file = await open(part, 'wx');
    const hash = createHash('md5');
    let size = 0;
    try {
      for await (const chunk of bytes) {
        hash.update(chunk);
        size += chunk.length;
        await file.writeFile(chunk);
      }
      if (this.#durable) await file.datasync();
      await file.close();
      await rename(part, this.path(blob));
    } catch (error) {
      await file.close().catch(() => {});
      await rm(part, { force: true });
      throw error;
    }
    return { blob, size, md5: hash.digest('hex') };
  }

  path(blob: string): string {
    return path.join(this.#folder, blob);
  }

  remove(blob: string): void {
    rmSync(this.path(blob), { force: true });
  }

  /** Removes what no document names: half-written files and bytes whose answer was never sent. */
  sweep(namedBlobs: () => ReadonlySet<string>): void {
    const names = readdirSync(this.#folder);
    if (names.length === 0) return;
    const named = namedBlobs();
    for (const name of names) if (!named.has(name)) this.remove(name);
  }
}
