import { open } from 'node:fs/promises';
import { Problem } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { isSideFile, mostSideBytes, ownKeys, readSideFile } from '../recipes/side-files.ts';
import type { Payload } from '../recipes/template.ts';
import type { ArrivedFile } from './arrival.ts';
import { crateInArchive, isCrateArchive } from './crate-in-archive.ts';
import type { Spool } from './spool.ts';

type Said = Omit<Payload, 'file'>;

/**
 * Adds what the side file of a set says to what was said. What stands in headers or in the message wins over a side-car;
 * metadata comes from side files alone.
 *
 * @throws {Problem} `bad-side-file`
 */
export async function withSideFile(recipe: Recipe, said: Said, files: readonly ArrivedFile[], spool: Spool): Promise<Said> {
  const kind = recipe.defaultsFrom;
  if (kind === undefined) return said;
  const sent = Object.fromEntries(Object.entries(said.meta).filter(([key]) => !ownKeys.includes(key)));
  const found = files.find(({ name }) => isSideFile(kind, name));
  const packed = found || kind !== 'ro-crate' ? undefined : await inArchive(files, spool);
  if (packed) return { ...said, meta: { ...readSideFile(kind, packed.name, packed.bytes), ...sent } };
  if (!found) return { ...said, meta: sent };
  const { name, body } = found;
  if (body.size > mostSideBytes)
    throw new Problem(
      'bad-side-file',
      `The file "${name}" has ${body.size} bytes, and ${mostSideBytes} are read.`,
      'Send a smaller one, or another name.',
    );
  const bytes = body.bytes ?? (await bytesOf(spool.path(body.spoolFile?.name ?? '')));
  return { ...said, meta: { ...readSideFile(kind, name, bytes), ...sent } };
}

/** What the first archive among the files says of itself. */
async function inArchive(files: readonly ArrivedFile[], spool: Spool): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  for (const { name, body } of files.filter((file) => isCrateArchive(file.name))) {
    const bytes = await crateInArchive(name, body.bytes ?? spool.path(body.spoolFile?.name ?? ''));
    if (bytes) return { name, bytes };
  }
  return undefined;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
