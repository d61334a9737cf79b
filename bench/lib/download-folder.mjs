import { access, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { benchFolder } from './payload.mjs';

/**
 * A folder to download into, removed afterwards; in memory where the system has such a place, so that the disk's moods are
 * left out.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
export async function inDownloadFolder(work) {
  const parent = await access('/dev/shm').then(
    () => '/dev/shm',
    () => benchFolder(),
  );
  const folder = await mkdtemp(path.join(parent, 'zenodo-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
