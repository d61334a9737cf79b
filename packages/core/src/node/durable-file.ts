import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { diskError, onDisk } from './disk-error.ts';

/**
 * Puts text into a file so that a crash leaves the old or the new one, whole: written beside it, forced to disk, renamed.
 *
 * @throws {DiskError} the disk is full or not writable; the old text is there still
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw diskError('written', file, error);
  }
  await onDisk('written', file, () => syncFolder(path.dirname(file)));
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw diskError('read', file, error);
  }
}

/** The new name is on disk with its folder alone. Windows opens no folders and needs no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
