import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { installClients } from '../../../tools/clients/install.mjs';
import { started } from './_util/started.ts';

const readme = await readFile(path.resolve(import.meta.dirname, '../README.md'), 'utf8');

test('the Python lines of the README deposit a file and print its DOI', async () => {
  const { python } = await installClients();
  const { zenodo } = await started();
  const [, lines = ''] = /```python\n(.*?)```/s.exec(readme) ?? [];
  const env = { ...process.env, URL: zenodo.url, TOKEN: zenodo.tokens.owner };
  const { stdout } = await promisify(execFile)(python, ['-c', lines], { env });
  expect(stdout).toMatch(/^202 10\.5281\/zenodo\.\d+\n$/);
});

test('the curl lines of the README make a draft and find it', async () => {
  const { zenodo } = await started();
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-readme-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [, lines = ''] = /```sh curl\n(.*?)```/s.exec(readme) ?? [];
  const env = { ...process.env, URL: zenodo.url, TOKEN: zenodo.tokens.owner };
  const { stdout } = await promisify(execFile)('sh', ['-ec', lines], { cwd: folder, env });
  expect(JSON.parse(stdout)).toMatchObject({ hits: { total: 1, hits: [{ title: 'Peaks' }] } });
});
