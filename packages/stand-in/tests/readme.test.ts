import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { Faults } from '../src/faults.ts';

const root = path.resolve(import.meta.dirname, '..');
const readme = await readFile(path.join(root, 'README.md'), 'utf8');

test('the example of the README runs and prints what it says', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const source = pathToFileURL(path.join(root, 'src/index.ts')).href;
  const file = path.join(folder, 'example.mts');
  await writeFile(file, example.replace("'@zenodo-connect/stand-in'", `'${source}'`));
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(stdout).toBe('no answer\n200 published datacite\n');
});

test('the example for node:test passes there', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [, example = ''] = /```ts node-test\n(.*?)```/s.exec(readme) ?? [];
  const source = pathToFileURL(path.join(root, 'src/index.ts')).href;
  const file = path.join(folder, 'example.test.mts');
  await writeFile(file, example.replace("'@zenodo-connect/stand-in'", `'${source}'`));
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', file], { env: withoutRunner() });
  expect(stdout).toMatch(/# pass 1\n# fail 0/);
});

/** The environment as it is without this test runner, which node:test would take for its own. */
function withoutRunner(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  return env;
}

test('the README names every fault', () => {
  const methods = Object.getOwnPropertyNames(Faults.prototype).filter((name) => !['constructor', 'add', 'take', 'pending'].includes(name));
  for (const name of methods) expect(readme).toContain(`faults.${name}(`);
});
