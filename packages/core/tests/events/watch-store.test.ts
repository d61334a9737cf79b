import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileWatchStore, MemoryWatchStore, type WatchSnapshot } from '../../src/index.ts';
import { batch, describeWatchStore, eventFor, shown } from './_describe-watch-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
});
afterEach(() => rm(folder, { recursive: true }));

describeWatchStore('a store in memory', () => {
  const store = new MemoryWatchStore();
  return { store, again: () => store };
});
describeWatchStore('a store in a file', () => {
  const file = join(folder, 'deep', 'watch.jsonl');
  return { store: new FileWatchStore(file), again: () => new FileWatchStore(file) };
});

it('a store in memory is kept as one JSON document', async () => {
  const store = new MemoryWatchStore();
  await store.commit(batch(1, { known: [['r/1', 'a']], outgoing: [eventFor('1')] }));
  const document = JSON.stringify(await store.load());
  const again = new MemoryWatchStore(JSON.parse(document) as WatchSnapshot);
  expect(JSON.stringify(await again.load())).toBe(document);
  expect(await again.commit(batch(2))).toBe(true);
});

describe('a store in a file', () => {
  it('forgets the half line that a crash left', async () => {
    const file = join(folder, 'watch.jsonl');
    await new FileWatchStore(file).commit(batch(1, { known: [['r/1', 'a']] }));
    await appendFile(file, '{"revision":2,"cursor":"cursor 2","kno');
    const store = new FileWatchStore(file);
    expect((await store.load())?.revision).toBe(1);
    expect(await store.commit(batch(2))).toBe(true);
    expect((await new FileWatchStore(file).load())?.revision).toBe(2);
  });

  it('does not grow without end', async () => {
    const file = join(folder, 'watch.jsonl');
    const store = new FileWatchStore(file);
    for (let revision = 1; revision <= 300; revision++) await store.commit(batch(revision, { known: [['r/1', 'x'.repeat(10_000)]] }));
    expect((await stat(file)).size).toBeLessThan(1_100_000);
    expect((await new FileWatchStore(file).load())?.revision).toBe(300);
  });

  it('gives way to another process that wrote in between', async () => {
    const file = join(folder, 'watch.jsonl');
    const [one, other] = [new FileWatchStore(file), new FileWatchStore(file)];
    await one.commit(batch(1));
    await other.load();
    expect(await other.commit(batch(2, { known: [['r/1', 'theirs']] }))).toBe(true);
    expect(await one.commit(batch(2, { known: [['r/1', 'ours']] }))).toBe(false);
    expect(shown(await one.load())).toMatchObject({ revision: 2, known: { 'r/1': 'theirs' } });
  });

  it('says why it could not write, and goes on when it can', async () => {
    await writeFile(join(folder, 'taken'), '');
    const file = join(folder, 'taken', 'watch.jsonl');
    const store = new FileWatchStore(file);
    await expect(store.commit(batch(1))).rejects.toThrow(/could not be (written|read)/);
    await rm(join(folder, 'taken'));
    expect(await store.commit(batch(1))).toBe(true);
    expect((await new FileWatchStore(file).load())?.revision).toBe(1);
  });

  it.each(['my notes\n', 'my notes', '{"a":1}\n'])('says that a file is not one of ours, and leaves it as it is: %j', async (notes) => {
    const file = join(folder, 'notes.txt');
    await writeFile(file, notes);
    await expect(new FileWatchStore(file).load()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('notes.txt'),
    });
    await expect(new FileWatchStore(file).commit(batch(1))).rejects.toMatchObject({ code: 'configuration' });
    expect(await readFile(file, 'utf8')).toBe(notes);
  });
});
