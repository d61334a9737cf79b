/**
 * The released tree, built by n8n's own tool, for tests that run it. Made anew only when its sources changed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cache } from '../lib/workspace.mjs';
import { assemble } from './assemble.mjs';
import { build } from './check.mjs';
import { installChecks } from './install.mjs';

/** @returns {Promise<string>} its folder */
export async function builtNode() {
  const folder = path.join(cache, 'n8n-built');
  const fresh = path.join(cache, `n8n-fresh-${process.pid}`);
  await assemble(fresh);
  const key = await hashOf(fresh);
  const stamp = path.join(folder, 'built');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === key) {
    await rm(fresh, { recursive: true });
    return folder;
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  const { modules } = await installChecks();
  await symlink(modules, path.join(folder, 'node_modules'), 'junction');
  const { passed, details } = await build({ folder, modules });
  if (!passed) throw new Error(`The node was not built:\n${details}`);
  await writeFile(stamp, key);
  return folder;
}

async function hashOf(folder) {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(path.relative(folder, file)).update(await readFile(file));
  return hash.digest('hex');
}
