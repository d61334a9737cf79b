import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReadyFiles } from './ready-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ready-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('F-14 of many files at once at most 500 are looked at in one pass, and each is told once', async () => {
  const paths = Array.from({ length: 1_800 }, (_, n) => join(folder, `f${n}`));
  for (let at = 0; at < paths.length; at += 300) await Promise.all(paths.slice(at, at + 300).map((path) => writeFile(path, 'x')));
  const ready = new ReadyFiles({ quietMs: 1_000 });
  for (const path of paths) ready.notice(path);
  const passes: (readonly string[])[] = [];
  for (let pass = 0; pass < 8; pass += 1) passes.push((await ready.take(pass < 4 ? 5_000 : 7_000)).map(({ path }) => path));
  expect(passes.slice(0, 4).flat()).toEqual([]);
  expect(Math.max(...passes.map(({ length }) => length))).toBeLessThanOrEqual(500);
  expect(passes.flat().sort()).toEqual(paths.sort());
});

it('F-14 a hundred thousand names of files that are gone hide none that is there', { timeout: 180_000 }, async () => {
  const ready = new ReadyFiles({ quietMs: 0 });
  for (let n = 0; n < 100_000; n += 1) ready.notice(join(folder, `gone${n}`));
  const path = join(folder, 'there');
  await writeFile(path, 'x');
  ready.notice(path);
  const found: string[] = [];
  for (let pass = 0; pass < 202; pass += 1) found.push(...(await ready.take(pass)).map((file) => file.path));
  expect(found).toEqual([path]);
});
