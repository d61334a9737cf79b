import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type FilesFromFolderOptions, filesFromFolder } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const keys = async (options?: FilesFromFolderOptions) => (await filesFromFolder(folder, options)).map(({ key }) => key);
const refused = (message: string) => expect.objectContaining({ code: 'configuration', message: expect.stringContaining(message) });

it('files of a folder and below have their paths as keys, in one order everywhere, and can be uploaded', async () => {
  await put({ 'b.txt': 'b', 'Z.txt': 'z', 'raw/scan 1.xy': '1 2', 'a.txt': 'a' });
  const files = await filesFromFolder(folder);
  expect(files.map(({ key, size }) => [key, size])).toEqual([
    ['Z.txt', 1],
    ['a.txt', 1],
    ['b.txt', 1],
    ['raw/scan 1.xy', 3],
  ]);
  const { id } = await target.zenodo.drafts.create({ metadata });
  for (const file of files) await target.zenodo.files.upload(id, file);
  expect((await target.zenodo.files.list(id)).entries.map(({ key }) => key).sort()).toEqual(['Z.txt', 'a.txt', 'b.txt', 'raw/scan 1.xy']);
});

it('patterns choose, and hidden files are taken when that is said', async () => {
  await put({ 'a.csv': '1', 'raw/b.csv': '1', 'raw/c.txt': '1', '.git/config': '1', '.zenodo.json': '{}', 'node_modules/x/a.csv': '1' });
  expect(await keys({ include: '**/*.csv', exclude: 'node_modules' })).toEqual(['a.csv', 'raw/b.csv']);
  expect(await keys({ include: ['*.json', 'raw/*'], hidden: true, exclude: '.git' })).toEqual(['.zenodo.json', 'raw/b.csv', 'raw/c.txt']);
});

it('a link is refused unless it is said what becomes of it', async () => {
  await put({ 'data/a.txt': 'a' });
  await symlink('data/a.txt', join(folder, 'link.txt'));
  await expect(keys()).rejects.toEqual(refused('link.txt is a link'));
  expect(await keys({ links: 'skip' })).toEqual(['data/a.txt']);
  expect(await keys({ links: 'follow' })).toEqual(['data/a.txt', 'link.txt']);
});

it('a link that leads out of the folder is refused even when links are followed', async () => {
  await put({ 'a.txt': 'a' });
  await symlink('/etc/hostname', join(folder, 'b.txt'));
  await expect(keys({ links: 'follow' })).rejects.toEqual(refused('leads out of the folder'));
});

it('a link back to a folder that holds it does not end in a circle', async () => {
  await put({ 'raw/a.txt': 'a' });
  await symlink('..', join(folder, 'raw/up'));
  await expect(keys({ links: 'follow' })).rejects.toEqual(refused('leads back'));
});

it('a pipe is told by its path', async () => {
  await put({ 'a.txt': 'a' });
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  await expect(keys()).rejects.toEqual(refused('pipe is no regular file'));
});

it.each<[string, FilesFromFolderOptions, string]>([
  ['an empty file', {}, '"empty.txt" is empty'],
  ['a choice of nothing', { include: '*.csv' }, 'has no file that is to be taken'],
  ['more files than a record takes', { exclude: 'empty.txt', limits: { mostFiles: 1 } }, 'pack some together'],
  ['more bytes than a record takes', { exclude: 'empty.txt', limits: { mostBytes: 1 } }, 'divide them'],
  ['an unknown way with links', { links: 'maybe' as 'skip' }, '"links" must be'],
])('%s is refused', async (_, options, message) => {
  await put({ 'a.txt': 'a', 'b.txt': 'b', 'empty.txt': '' });
  await expect(keys(options)).rejects.toEqual(refused(message));
});
