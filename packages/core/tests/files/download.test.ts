import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type DownloadProgress, fileFromBuffer } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const contentPath = /\/content$/;
const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function draftWith(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const { id } = await target.zenodo.drafts.create({ metadata });
  for (const [key, bytes] of Object.entries(files)) await target.zenodo.files.upload(id, fileFromBuffer(key, bytes));
  return id;
}

const fetchDraft = (id: string, options: object = {}) => target.zenodo.download(id, { to: folder, draft: true, ...options });

it('a whole record comes into a folder that is made for it, each file with its MD5', async () => {
  const id = await draftWith({ 'a.csv': '1;2\n', 'b ü.txt': 'two' });
  await target.zenodo.dois.reserve(id);
  await target.zenodo.drafts.publish(id);
  const to = join(folder, 'deep/er');
  const { files, receivedBytes } = await target.zenodo.download(id, { to });
  expect(files).toEqual([
    { key: 'a.csv', path: join(to, 'a.csv'), sizeBytes: 4, md5: md5('1;2\n'), status: 'downloaded' },
    { key: 'b ü.txt', path: join(to, 'b ü.txt'), sizeBytes: 3, md5: md5('two'), status: 'downloaded' },
  ]);
  expect(receivedBytes).toBe(7);
  expect(await readFile(join(to, 'b ü.txt'), 'utf8')).toBe('two');
  expect((await readdir(to)).sort()).toEqual(['a.csv', 'b ü.txt']);
});

it('names and patterns choose, others are left out', async () => {
  const id = await draftWith({ 'a.csv': 'a', 'b.csv': 'b', 'c.txt': 'c', 'd[1].txt': 'd' });
  const { files } = await fetchDraft(id, { files: ['*.csv', 'd[1].txt'], exclude: 'b.*' });
  expect(files.map(({ key }) => key)).toEqual(['a.csv', 'd[1].txt']);
});

it('a name that is not there is told with those that are, before anything is fetched', async () => {
  const id = await draftWith({ 'a.csv': 'a' });
  await expect(fetchDraft(id, { files: ['a.csv', 'b.csv'] })).rejects.toMatchObject({
    code: 'configuration',
    message: 'No file is called "b.csv"; there are "a.csv".',
  });
  expect(target.count('GET', contentPath)).toBe(0);
});

it('after cuts only the rest moves, and each byte is hashed once', async () => {
  const bytes = randomBytes(3_000_000);
  const id = await draftWith({ 'a.bin': bytes });
  for (const afterBytes of [700_000, 800_000, 900_000]) target.standIn.faults.cutReply({ path: contentPath }, { afterBytes });
  const { receivedBytes } = await fetchDraft(id);
  expect(receivedBytes).toBe(bytes.length);
  expect((await readFile(join(folder, 'a.bin'))).equals(bytes)).toBe(true);
});

it('a download that was stopped goes on where it stopped when it is called again', async () => {
  const bytes = randomBytes(3_000_000);
  const id = await draftWith({ 'a.bin': bytes });
  target.standIn.faults.cutReply({ path: contentPath }, { afterBytes: 2_000_000 });
  const reason = new Error('enough for today');
  const stop = new AbortController();
  const onProgress = ({ receivedBytes }: DownloadProgress) => receivedBytes > 1_500_000 && stop.abort(reason);
  await expect(fetchDraft(id, { signal: stop.signal, onProgress })).rejects.toBe(reason);
  target.standIn.faults.clear();
  const { receivedBytes } = await fetchDraft(id);
  expect(receivedBytes).toBeLessThan(1_600_000);
  expect((await readFile(join(folder, 'a.bin'))).equals(bytes)).toBe(true);
  expect(await readdir(folder)).toEqual(['a.bin']);
});

it('a flipped bit is noticed, and the file fetched once again', async () => {
  const id = await draftWith({ 'a.txt': 'measured at 300 K' });
  target.standIn.faults.answer(
    { path: contentPath },
    { status: 200, body: 'measured at 301 K', headers: { 'content-type': 'text/plain' } },
  );
  const { files, receivedBytes } = await fetchDraft(id);
  expect(files[0]).toMatchObject({ md5: md5('measured at 300 K'), status: 'downloaded' });
  expect(receivedBytes).toBe(34);
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('measured at 300 K');
});

it('bytes that are wrong twice leave nothing behind', async () => {
  const id = await draftWith({ 'a.txt': 'measured at 300 K' });
  const wrong = { status: 200, body: 'measured at 301 K', headers: { 'content-type': 'text/plain' } };
  target.standIn.faults.answer({ path: contentPath, times: 2 }, wrong);
  await expect(fetchDraft(id)).rejects.toMatchObject({ code: 'checksum', reason: 'received', file: 'a.txt' });
  expect(await readdir(folder)).toEqual([]);
});

it('equal files stay, and nothing is fetched for them', async () => {
  const id = await draftWith({ 'a.txt': 'a', 'b.txt': 'b' });
  await writeFile(join(folder, 'a.txt'), 'a');
  const { files } = await fetchDraft(id);
  expect(files.map(({ key, status }) => [key, status])).toEqual([
    ['a.txt', 'present'],
    ['b.txt', 'downloaded'],
  ]);
  expect(target.count('GET', contentPath)).toBe(1);
});

it('a file with other bytes is not lost: it stops the download before it begins, unless it may be replaced', async () => {
  const id = await draftWith({ 'a.txt': 'a', 'b.txt': 'b' });
  await writeFile(join(folder, 'b.txt'), 'mine');
  await expect(fetchDraft(id)).rejects.toMatchObject({ code: 'configuration', message: expect.stringContaining('overwrite: true') });
  expect(target.count('GET', contentPath)).toBe(0);
  expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('mine');
  await fetchDraft(id, { overwrite: true });
  expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('b');
});

it('two files with the same bytes come side by side', async () => {
  const bytes = randomBytes(500_000);
  const id = await draftWith({ a: bytes, b: bytes, c: bytes });
  await fetchDraft(id);
  for (const key of ['a', 'b', 'c']) expect((await readFile(join(folder, key))).equals(bytes)).toBe(true);
});

it('keys with a slash lie in folders of their own', async () => {
  const id = await draftWith({ 'raw/scan.xy': '1 2' });
  await fetchDraft(id);
  expect(await readFile(join(folder, 'raw/scan.xy'), 'utf8')).toBe('1 2');
});

it('a folder that is a link to elsewhere is not followed', async () => {
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await mkdir(join(folder, 'to'));
  await symlink(elsewhere, join(folder, 'to/raw'));
  const id = await draftWith({ 'raw/scan.xy': '1 2' });
  await expect(fetchDraft(id, { to: join(folder, 'to') })).rejects.toMatchObject({ code: 'configuration' });
  expect(await readdir(elsewhere)).toEqual([]);
});

it('progress ends at the size of all files, those there from before among them', async () => {
  const id = await draftWith({ 'a.txt': 'aaa', 'b.txt': 'bbbbb' });
  await writeFile(join(folder, 'a.txt'), 'aaa');
  const told: DownloadProgress[] = [];
  await fetchDraft(id, { onProgress: (progress: DownloadProgress) => told.push(progress) });
  expect(told[0]).toEqual({ file: 'a.txt', receivedBytes: 3, totalBytes: 8 });
  expect(told.at(-1)).toEqual({ file: 'b.txt', receivedBytes: 8, totalBytes: 8 });
});

it.each([
  [{ to: '' }, '"to" must be'],
  [{ parallel: 0 }, '"parallel" must be'],
])('options that cannot work are refused before anything is sent: %j', async (options, message) => {
  await expect(fetchDraft('1', options)).rejects.toMatchObject({ code: 'configuration', message: expect.stringContaining(message) });
  expect(target.count('GET', /files/)).toBe(0);
});
