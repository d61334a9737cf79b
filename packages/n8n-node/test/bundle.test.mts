import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { n8n, dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  n8n: { nodes: string[]; credentials: string[] };
  dependencies?: object;
};
const built = [...n8n.nodes, ...n8n.credentials];

/** What both nodes use lies in a file of its own, beside their folders. */
const isOwnPart = (name = '') => /^(\.\.\/)+[\w-]+\.js$/.test(name) && existsSync(at(`dist/${name.replace(/^(\.\.\/)+/, '')}`));

test.each(built)('%s exports the class that n8n looks for by the name of the file', (file) => {
  const name = /([^/]+)\.(node|credentials)\.js$/.exec(file)?.[1] ?? '';
  const exported = createRequire(import.meta.url)(at(file)) as Record<string, new () => object>;
  expect(exported[name]?.name).toBe(name);
});

test.each(built)('%s needs nothing but its own parts, what n8n lends and node:crypto', (file) => {
  const needed = [...readFileSync(at(file), 'utf8').matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1]);
  expect(needed.filter((name) => name !== 'n8n-workflow' && name !== 'node:crypto' && !isOwnPart(name))).toEqual([]);
  expect(dependencies).toBeUndefined();
});

test('pictures and the codex file lie where the node names them', () => {
  for (const file of [
    'icons/zenodo.svg',
    'icons/zenodo.dark.svg',
    'nodes/Zenodo/Zenodo.node.json',
    'nodes/ZenodoTrigger/ZenodoTrigger.node.json',
  ])
    expect(existsSync(at(`dist/${file}`)), file).toBe(true);
});
