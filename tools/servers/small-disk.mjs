/** A disk of a few megabytes in memory, for tests of what happens when one is full. */
import { chown, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capture } from '../lib/workspace.mjs';
import { userFor } from './server.mjs';

/** Why there is none here, in a sentence; undefined when there is one. */
export async function smallDiskMissing() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'A full disk is tried on Linux as root alone, who may mount a small one.';
  const folder = await mkdtemp(path.join(tmpdir(), 'small-disk-'));
  const problem = await mounted(folder, 1).then(
    () => undefined,
    (error) => `A full disk is not tried here: ${error.message}`,
  );
  if (problem === undefined) await capture('umount', [folder]);
  await rm(folder, { recursive: true });
  return problem;
}

/**
 * @param {{ sizeMb: number, user?: string }} options - `user`: for a server that drops from root to it
 */
export async function smallDisk({ sizeMb, user }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'small-disk-'));
  await mounted(folder, sizeMb);
  const { uid, gid } = user === undefined ? {} : await userFor(user);
  if (uid !== undefined) await chown(folder, uid, gid);
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    async fill() {
      const file = await open(ballast, 'a');
      try {
        // By pages in the end, so that none is left.
        for (const size of [65_536, 4_096]) await filled(file, Buffer.alloc(size));
      } finally {
        await file.close();
      }
    },
    async free() {
      await rm(ballast, { force: true });
    },
    async close() {
      await capture('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function filled(file, piece) {
  for (;;) {
    try {
      await file.write(piece);
    } catch (error) {
      if (error.code === 'ENOSPC') return;
      throw error;
    }
  }
}

async function mounted(folder, sizeMb) {
  const { code, output } = await capture('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]);
  if (code !== 0) throw new Error(`mount answered ${output.trim()}`);
}
