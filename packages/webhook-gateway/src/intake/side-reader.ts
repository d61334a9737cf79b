import { open } from 'node:fs/promises';
import { Problem } from '../problems/problem.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { defaultsKey, isSideFile, mostSideBytes, readSideFile } from '../recipes/side-files.ts';
import type { Payload } from '../recipes/template.ts';
import type { ArrivedFile } from './arrival.ts';
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
  const sent = Object.fromEntries(Object.entries(said.meta).filter(([key]) => key !== defaultsKey));
  const found = files.find(({ name }) => isSideFile(kind, name));
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

async function bytesOf(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
