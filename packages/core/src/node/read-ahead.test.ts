import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { readAhead } from './read-ahead.ts';

afterEach(() => void vi.restoreAllMocks());

/** Sizes of the chunks of a file whose consumer takes so long for each. */
async function chunksOf(sizeBytes: number, msAChunk: (turn: number) => number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'read-ahead-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'data.bin');
  await writeFile(path, Buffer.alloc(sizeBytes));
  const handle = await open(path);
  onTestFinished(() => handle.close());
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const sizes: number[] = [];
  for await (const chunk of readAhead(handle, sizeBytes, path)) {
    now += msAChunk(sizes.length);
    sizes.push(chunk.byteLength);
  }
  return sizes;
}

const kib = 1024;

it('chunks grow from 64 KiB to 1 MiB where they leave quickly', async () => {
  const sizes = await chunksOf(8192 * kib, () => 1);
  expect(sizes.map((bytes) => bytes / kib)).toEqual([64, 64, 128, 256, 512, 1024, 1024, 1024, 1024, 1024, 1024, 1024]);
});

it('on a slow line they stay small, so that a chunk is out before anybody thinks that nothing moves', async () => {
  const sizes = await chunksOf(512 * kib, () => 5000);
  expect(new Set(sizes)).toEqual(new Set([64 * kib]));
});

it('shrink on a line that becomes slow, and grow again', async () => {
  const sizes = await chunksOf(8192 * kib, (turn) => (turn > 3 && turn < 7 ? 3000 : 1));
  expect(sizes.map((bytes) => bytes / kib).slice(0, 12)).toEqual([64, 64, 128, 256, 512, 1024, 512, 256, 128, 256, 512, 1024]);
});

it('the third file that is read at once gets small chunks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'read-ahead-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'data.bin');
  const size = 4096 * kib;
  await writeFile(path, Buffer.alloc(size));
  const handle = await open(path);
  onTestFinished(() => handle.close());
  const readings = Array.from({ length: 3 }, () => readAhead(handle, size, path));
  const largest = await Promise.all(
    readings.map(async (chunks) => {
      const sizes: number[] = [];
      for await (const chunk of chunks) sizes.push(chunk.byteLength / kib);
      return Math.max(...sizes);
    }),
  );
  expect(largest).toEqual([1024, 1024, 256]);
});
