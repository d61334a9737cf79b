import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { capture, root } from './lib/workspace.mjs';

/** Written in pieces, so that this file does not hold what it looks for. */
const registries = [
  ['npm', 'js.org'],
  ['npm', 'js.com'],
  ['py', 'pi.org'],
  ['deb.', 'debian.org'],
  ['repo1.', 'maven.org'],
  ['crates', '.io/api'],
].map((parts) => parts.join(''));

async function trackedTexts() {
  const { output } = await capture('git', ['ls-files', '-z'], { cwd: root });
  const files = output.split('\0').filter(Boolean);
  return Promise.all(files.map(async (file) => [file, await readFile(path.join(root, file), 'latin1').catch(() => '')]));
}

test('no file names a host of a package registry, or the folder of somebody who worked on it', async () => {
  const texts = await trackedTexts();
  expect(texts.length).toBeGreaterThan(100);
  const home = process.env.HOME && process.env.HOME.length > 4 ? [`${process.env.HOME}/`] : [];
  const wanted = [...registries, ...home, `${root}/`];
  const found = texts.flatMap(([file, text]) => wanted.filter((one) => text.includes(one)).map((one) => `${file}: ${one}`));
  expect(found).toEqual([]);
});
