import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { type FileSource, fileFromBuffer, packFiles, packFolder } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const refused = (message: string) => expect.objectContaining({ code: 'configuration', message: expect.stringContaining(message) });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: string;
const zone = process.env['TZ'];
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

async function newFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'pack-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

async function put(files: Readonly<Record<string, string>>, into = folder): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(into, name)), { recursive: true });
    await writeFile(join(into, name), text);
  }
}

async function bytesOf(source: FileSource): Promise<Buffer> {
  const opened = await source.open();
  const parts: Uint8Array[] = [];
  for await (const part of opened.body as AsyncIterable<Uint8Array>) parts.push(Uint8Array.from(part));
  await opened.close();
  return Buffer.concat(parts);
}

/** What a reader of archives finds, checked by its CRC. */
async function unpacked(bytes: Buffer): Promise<Record<string, string>> {
  const archive = await fromBufferPromise(bytes);
  const found: Record<string, string> = {};
  for await (const entry of archive.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part as Buffer);
    found[entry.fileName] = Buffer.concat(parts).toString();
  }
  return found;
}

const files = { 'b.txt': 'two', 'a/é.csv': '1;2\n', 'a/empty.txt': '', 'Z.txt': 'last? no, first' };
const sums = ['Z.txt', 'a/empty.txt', 'a/é.csv', 'b.txt'].map((name) => `${sha256(files[name as keyof typeof files])}  ${name}\n`).join('');

it('a folder becomes an archive of known length with all files, empty ones too, and their SHA-256', async () => {
  await put(files);
  const source = await packFolder(folder, { key: 'data.zip' });
  const bytes = await bytesOf(source);
  expect(source).toMatchObject({ key: 'data.zip', size: bytes.length });
  expect(Object.entries(await unpacked(bytes))).toEqual([
    ['Z.txt', files['Z.txt']],
    ['a/empty.txt', ''],
    ['a/é.csv', '1;2\n'],
    ['b.txt', 'two'],
    ['SHA256SUMS', sums],
  ]);
});

it('the same files give the same bytes in another order, another time zone and at another time', async () => {
  const other = await newFolder();
  process.env['TZ'] = 'Asia/Tokyo';
  await put(files);
  const first = await bytesOf(await packFolder(folder, { key: 'data.zip' }));
  process.env['TZ'] = 'America/St_Johns';
  await put(Object.fromEntries(Object.entries(files).reverse()), other);
  await utimes(join(other, 'b.txt'), 1, 1);
  const second = await bytesOf(await packFolder(other, { key: 'data.zip' }));
  expect(second.equals(first)).toBe(true);
  // Known bytes: an archive that was deposited is recognised by a later version of this package too.
  expect(createHash('md5').update(first).digest('hex')).toBe('ddd6f77e8b8e6045a54f7661788d89c7');
});

it('more than 100 files go into a record as one, and again after a cut connection', async () => {
  await put(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`scan-${index}.xy`, `${index} `.repeat(1000)])));
  const { id } = await target.zenodo.drafts.create({ metadata });
  target.standIn.faults.cutRequest({ method: 'PUT', path: /\/content$/ }, { afterBytes: 100_000 });
  const source = await packFolder(folder);
  expect(await target.zenodo.files.upload(id, source)).toMatchObject({ status: 'completed', size: source.size });
});

it('files of any source are packed under their keys', async () => {
  const source = await packFiles('all.zip', [fileFromBuffer('b/c.txt', 'c'), fileFromBuffer('a.txt', 'a')], { manifest: false });
  const bytes = await bytesOf(source);
  expect(Object.entries(await unpacked(bytes))).toEqual([
    ['a.txt', 'a'],
    ['b/c.txt', 'c'],
  ]);
  const turned = await packFiles('all.zip', [fileFromBuffer('a.txt', 'a'), fileFromBuffer('b/c.txt', 'c')], { manifest: false });
  expect((await bytesOf(turned)).equals(bytes)).toBe(true);
});

it('an archive of thousands of files has the length that was computed', async () => {
  const many = Array.from({ length: 2000 }, (_, index) => fileFromBuffer(`scans/${index}.xy`, `${index}`));
  const source = await packFiles('all.zip', many);
  const bytes = await bytesOf(source);
  expect(bytes.length).toBe(source.size);
  expect((await unpacked(bytes))['scans/1999.xy']).toBe('1999');
});

it('a compressed archive waits on the disk until it is disposed of', async () => {
  await put({ 'a.txt': 'again and '.repeat(10_000) });
  const spool = await newFolder();
  const source = await packFolder(folder, { compress: { folder: spool } });
  expect(source.size).toBeLessThan(5000);
  expect((await unpacked(await bytesOf(source)))['a.txt']).toHaveLength(100_000);
  await source.dispose();
  expect(await readdir(spool)).toEqual([]);
});

it('a file that changed its length since the folder was read stops the packing', async () => {
  await put({ 'a.txt': 'a', 'b.txt': 'b' });
  const source = await packFolder(folder);
  await put({ 'b.txt': 'longer' });
  await expect(bytesOf(source)).rejects.toThrow('had 1 bytes when the folder was read and has 6 now');
});

it('an archive that is given up in its middle gives its files back', async () => {
  let closed = 0;
  const chunks = async function* () {
    for (let turn = 0; turn < 100; turn++) yield Buffer.alloc(10_000);
  };
  const file = (key: string): FileSource => ({
    key,
    size: 1_000_000,
    open: () => ({
      body: chunks(),
      md5: () => '',
      close: () => {
        closed += 1;
      },
    }),
  });
  const opened = await (await packFiles('all.zip', [file('a'), file('b')])).open();
  for await (const _ of opened.body as AsyncIterable<Uint8Array>) break;
  await opened.close();
  await expect.poll(() => closed).toBe(1);
});

it.each<[string, () => Promise<unknown>, string]>([
  ['no file', () => packFiles('all.zip', []), 'no file to pack'],
  ['a name that leads out', () => packFiles('all.zip', [fileFromBuffer('../a', 'a')]), 'no name in an archive'],
  ['an absolute name', () => packFiles('all.zip', [fileFromBuffer('/a', 'a')]), 'no name in an archive'],
  ['a name with a line end', () => packFiles('all.zip', [fileFromBuffer('a\nb', 'a')]), 'no name in an archive'],
  ['two files of one name', () => packFiles('all.zip', [fileFromBuffer('a', 'a'), fileFromBuffer('a', 'b')]), 'are the same'],
  ['a file where a folder is needed', () => packFiles('all.zip', [fileFromBuffer('a', 'a'), fileFromBuffer('a/b', 'b')]), 'needs a folder'],
  ['a file named as the list of sums', () => packFiles('all.zip', [fileFromBuffer('SHA256SUMS', 'a')]), 'give "manifest" another name'],
  ['more bytes than a record takes', () => packFiles('all.zip', [fileFromBuffer('a', 'a')], { limits: { mostBytes: 50 } }), 'divide them'],
])('%s is refused before anything is read', async (_, pack, message) => {
  await expect(pack()).rejects.toEqual(refused(message));
});

it('a link in the folder is refused, as everywhere', async () => {
  await put({ 'a.txt': 'a' });
  await symlink('a.txt', join(folder, 'b.txt'));
  await expect(packFolder(folder)).rejects.toEqual(refused('is a link'));
});
