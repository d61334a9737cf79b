import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileFromPath } from './file-from-path.ts';
import { hasFreeCore, Md5Thread, worthAThread } from './md5-thread.ts';

let folder: string;
let path: string;
const bytes = randomBytes(worthAThread + 12_345);
const md5 = createHash('md5').update(bytes).digest('hex');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
  path = join(folder, 'large.bin');
  await writeFile(path, bytes);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the MD5 of a large file', () => {
  it('is that of the bytes that were handed out', async () => {
    const opened = await (await fileFromPath(path)).open();
    const seen = createHash('md5');
    for await (const chunk of opened.body as AsyncIterable<Buffer>) seen.update(chunk);
    expect(seen.digest('hex')).toBe(md5);
    expect(await opened.md5()).toBe(md5);
    await opened.close();
  });

  it('leaves no thread when reading ends early', async () => {
    const source = await fileFromPath(path);
    for (let i = 0; i < 5; i++) {
      const opened = await source.open();
      for await (const _ of opened.body as AsyncIterable<Buffer>) break;
      await opened.close();
    }
    const one = new Md5Thread();
    await one.end();
    expect(hasFreeCore()).toBe(availableParallelism() > 1);
  });

  it('fails with a sentence for who waits for room when its thread ends', async () => {
    const thread = new Md5Thread();
    // Nothing was filled, so nothing is ever hashed and there is no room for a further round.
    const room = thread.room(100, 1);
    await thread.end();
    await expect(room).rejects.toThrow(/ended early/);
    await expect(thread.room(100, 1)).rejects.toThrow(/ended early/);
  });

  it('fails with a sentence when its thread ends under it', async () => {
    const thread = new Md5Thread();
    thread.filled(0, 1);
    await thread.end();
    await expect(thread.digest()).rejects.toThrow(/ended early/);
  });
});

it('of a ring that goes round is right for every count of chunks', async () => {
  const thread = new Md5Thread();
  const digest = createHash('md5');
  for (let turn = 0; turn < 50; turn++) {
    const chunk = randomBytes(1 + ((turn * 7919) % 5000));
    digest.update(chunk);
    chunk.copy(await thread.room(turn, chunk.length));
    thread.filled(turn, chunk.length);
  }
  expect(await thread.digest()).toBe(digest.digest('hex'));
  await thread.end();
});

it('of one file after another is right, in the same buffers; those of a file that broke are not used again', async () => {
  const broken = new Md5Thread();
  const buffers = [(await broken.room(0, 5)).buffer];
  await broken.end();
  for (const text of ['first', 'other', 'third']) {
    const thread = new Md5Thread();
    const room = await thread.room(0, 5);
    buffers.push(room.buffer);
    room.write(text);
    thread.filled(0, 5);
    expect(await thread.digest()).toBe(createHash('md5').update(text).digest('hex'));
    await thread.end();
  }
  expect(new Set(buffers.slice(1)).size).toBe(1);
  expect(buffers[1]).not.toBe(buffers[0]);
});
