import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assemble } from './assemble.mjs';

let tree;
let sources;
beforeAll(async () => {
  tree = await assemble(await mkdtemp(path.join(tmpdir(), 'zenodo-release-')));
  const files = (await readdir(tree.folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  sources = await Promise.all(files.map(async (file) => ({ file, text: await readFile(path.join(tree.folder, file), 'utf8') })));
});
afterAll(() => rm(tree.folder, { recursive: true, force: true }));

/** `from` counts at the end of an import or export only: the word stands in texts too. */
const importOf = /^(?:(?:import|export|\})[^'\n]* from |import )'([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm;

/** What the files import, with the file that does. */
const imports = () =>
  sources.flatMap(({ file, text }) => [...text.matchAll(importOf)].map(([, target, later]) => ({ file, target: target ?? later })));

test('each import leads to a file of the tree, to n8n-workflow or to node:crypto', () => {
  const inside = new Set(sources.map(({ file }) => file));
  const lost = imports().filter(({ file, target }) => {
    if (!target.startsWith('.')) return target !== 'n8n-workflow' && target !== 'node:crypto';
    const at = path.join(path.dirname(file), target);
    return !inside.has(`${at}.ts`) && at !== 'package.json';
  });
  expect(lost).toEqual([]);
});

test('only what is reached from the portable entry comes along', () => {
  const reached = imports()
    .filter(({ target }) => target.startsWith('.'))
    .map(({ file, target }) => `${path.join(path.dirname(file), target)}.ts`);
  const loose = sources.map(({ file }) => file).filter((file) => file.startsWith('nodes/Zenodo/core/') && !reached.includes(file));
  expect(loose).toEqual([]);
});

test('the files say nothing of this repository', () => {
  expect(sources.filter(({ text }) => /@zenodo-connect\/(?!n8n-nodes)[a-z-]+'/.test(text)).map(({ file }) => file)).toEqual([]);
});
