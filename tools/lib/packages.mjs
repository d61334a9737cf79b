import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './workspace.mjs';

/** Every package that is published, with its folder and its manifest. */
export async function publishedPackages() {
  const folders = await readdir(path.join(root, 'packages'));
  const found = [];
  for (const name of folders.sort()) {
    const folder = path.join(root, 'packages', name);
    const manifest = await readFile(path.join(folder, 'package.json'), 'utf8').then(JSON.parse, () => undefined);
    if (manifest && !manifest.private) found.push({ folder, manifest });
  }
  return found;
}
