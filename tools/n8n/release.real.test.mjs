import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, lint, prepare, scanPacked, scanSource } from './check.mjs';

let tree;
beforeAll(async () => {
  tree = await prepare();
});

const manifest = async () => JSON.parse(await readFile(path.join(tree.folder, 'package.json'), 'utf8'));

describe('the tree that is released', () => {
  test('is one package without dependencies, scripts at install, or a word of this repository', async () => {
    const { dependencies, overrides, repository, scripts, peerDependencies, devDependencies, license } = await manifest();
    expect({ dependencies, overrides, directory: repository.directory }).toEqual({});
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|pack)$|^prepublish$/.test(name))).toEqual([]);
    expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
    expect(JSON.stringify(devDependencies)).not.toMatch(/workspace:|@zenodo-connect/);
    expect(license).toBe('MIT');
    const inside = (await readdir(tree.folder, { recursive: true })).filter((file) => !file.startsWith('node_modules'));
    expect(inside.filter((file) => path.basename(file) === 'package.json')).toEqual(['package.json']);
  });

  test('has what its repository needs: a list of changes, flows, pictures, and a workflow that publishes with provenance', async () => {
    const read = (file) => readFile(path.join(tree.folder, file), 'utf8');
    expect(await read('CHANGELOG.md')).toMatch(/^# n8n-nodes-zenodo\n[\s\S]*Zenodo Trigger/);
    const workflow = await read('.github/workflows/publish.yml');
    expect(workflow).toMatch(/id-token: write[\s\S]*npm run release/);
    // What a tag names can be changed by others; what a commit names cannot.
    const used = [...workflow.matchAll(/uses: (\S+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !/@[0-9a-f]{40}$/.test(name))).toEqual([]);
    const inside = await readdir(tree.folder, { recursive: true });
    const linked = [...(await read('README.md')).matchAll(/\]\(((?:pictures|examples)\/[^)]+)\)/g)].map(([, file]) => file);
    expect(linked.length).toBeGreaterThan(6);
    for (const file of linked) expect(inside).toContain(file);
  });

  test("holds core's portable part and neither of its two other rooms", () => {
    expect(tree.core).toContain('portable.ts');
    expect(tree.core.filter((file) => /^(node|schemas)\//.test(file) || file === 'index.ts')).toEqual([]);
  });

  test("passes n8n's lint without a finding", async () => {
    const { passed, details } = await lint(tree);
    expect(passed, details).toBe(true);
  });

  test("passes the scanner's look at the source", async () => {
    const { passed, details } = await scanSource(tree);
    expect(passed, details).toBe(true);
  });

  test("is built by n8n's tool, and what is packed passes the scanner", async () => {
    const built = await build(tree);
    expect(built.passed, built.details).toBe(true);
    const { n8n } = await manifest();
    for (const file of [...n8n.nodes, ...n8n.credentials, 'dist/icons/zenodo.svg', 'dist/nodes/Zenodo/Zenodo.node.json'])
      expect(await readFile(path.join(tree.folder, file), 'utf8'), file).not.toBe('');
    const { passed, details } = await scanPacked(tree);
    expect(passed, details).toBe(true);
  });
});

describe('a node that waits with a timer of its own', () => {
  const offender = () => path.join(tree.folder, 'nodes/Zenodo/offender.ts');
  beforeAll(() => writeFile(offender(), 'export const late = (call: () => void) => setTimeout(call, 1000);\n'));
  afterAll(() => rm(offender()));

  test.each([
    ['lint', lint],
    ['scanner', scanSource],
  ])('is refused by the %s, so their silence above means something', async (_judge, judge) => {
    const { passed, details } = await judge(tree);
    expect(passed).toBe(false);
    expect(details).toContain('no-restricted-globals');
  });
});
