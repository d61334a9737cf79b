import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Spool } from './spool.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a kept file has its final name and its bytes', async () => {
  const spool = await Spool.at(folder);
  const file = await spool.begin();
  await file.write(Buffer.from('first '));
  await file.write(Buffer.from('second'));
  await file.keep();
  expect(await readFile(spool.path(file.name), 'utf8')).toBe('first second');
  expect(await readdir(folder)).toEqual([file.name]);
});

it('a dropped file leaves nothing', async () => {
  const spool = await Spool.at(folder);
  const file = await spool.begin();
  await file.write(Buffer.from('x'));
  await file.drop();
  expect(await readdir(folder)).toEqual([]);
});

it('F-15 a full disk is told as such', async () => {
  // The kernel's own full device: each write answers ENOSPC.
  const spool = await Spool.at(folder, () => open('/dev/full', 'w'));
  const file = await spool.begin();
  await expect(file.write(Buffer.from('x'))).rejects.toMatchObject({ kind: 'storage-full', status: 507 });
  await file.drop();
});

it('the sweep removes unfinished and unnamed files, and leaves the rest', async () => {
  const spool = await Spool.at(folder);
  const [kept, lost] = ['a'.repeat(32), 'b'.repeat(32)];
  for (const name of [kept, lost, `${'c'.repeat(32)}.part`, 'README']) await writeFile(join(folder, name), 'x');
  expect(await spool.sweep(new Set([kept]))).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(['README', kept]);
});

it('a name from outside is no path', async () => {
  const spool = await Spool.at(folder);
  expect(() => spool.path('../x')).toThrow('32 hex digits');
});
