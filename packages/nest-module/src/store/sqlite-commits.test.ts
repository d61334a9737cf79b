import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { SqliteCommits } from './sqlite-commits.ts';
import { SqliteEngine } from './sqlite-engine.ts';
import { type Durability, WriteAheadLog } from './sqlite-log.ts';
import type { Answer, WriteItem } from './sqlite-protocol.ts';

const select = 'SELECT n FROM kept ORDER BY n';
const insert = (n: number): WriteItem => ({
  id: n,
  kind: 'write',
  statements: [{ sql: 'INSERT INTO kept (n) VALUES (?) ON CONFLICT DO NOTHING', params: [n], expectChanges: 1 }],
});

/** A disk whose syncs end when a test says so. */
class HeldDisk implements Durability {
  readonly begun: ((error: Error | null) => void)[] = [];
  syncedNow = 0;
  broken: Error | undefined;
  sync(done: (error: Error | null) => void): void {
    this.begun.push(done);
  }
  syncNow(): void {
    if (this.broken) throw this.broken;
    this.syncedNow += 1;
  }
  close(): void {}
}

function database(): { engine: SqliteEngine; path: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'zenodo-commits-'));
  const path = join(folder, 'test.db');
  const engine = new SqliteEngine({ path, busyTimeoutMs: 1_000, migrationTable: 'migration' });
  engine.migrate('test', [{ name: 'kept', statements: ['CREATE TABLE kept (n INTEGER PRIMARY KEY)'] }]);
  onTestFinished(() => {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { engine, path, folder };
}

function onHeldDisk() {
  const { engine } = database();
  const disk = new HeldDisk();
  const failures: Error[] = [];
  const heard: Answer[] = [];
  const commits = new SqliteCommits(engine, disk, (error) => failures.push(error));
  const hear = (answers: readonly Answer[]): void => void heard.push(...answers);
  const write = async (...numbers: number[]): Promise<void> => {
    for (const n of numbers) commits.write(insert(n), hear);
    await setImmediate();
  };
  const read = (id: number): void => commits.tell({ id, value: engine.read(select, []) }, hear);
  return { engine, commits, disk, failures, heard, write, read, ids: () => heard.map(({ id }) => id) };
}

it('answers writes when the sync that began after them has ended, and no earlier', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1, 2, 3, 4);
  await write(5);
  expect(disk.begun).toHaveLength(2);
  expect(ids()).toEqual([]);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1, 2, 3, 4]);
  disk.begun[1]!(null);
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
});

it('answers all that a later sync made safe, though an earlier one is still at work', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1, 2, 3, 4);
  await write(5);
  disk.begun[1]!(null);
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
});

it('tells nobody of a row before that is safe: not who reads it, and not who has sent it once more', async () => {
  const { disk, write, read, heard, ids } = onHeldDisk();
  await write(1, 2, 3, 4);
  read(10);
  await write(1);
  expect(ids()).toEqual([]);
  disk.begun[0]!(null);
  expect(heard.slice(4)).toEqual([
    { id: 10, value: [1, 2, 3, 4].map((n) => expect.objectContaining({ n })) },
    { id: 1, failure: expect.objectContaining({ problem: 'stale' }) },
  ]);
});

it('what is read while everything is safe is told at once, and what wrote nothing waits for no disk', async () => {
  const { disk, write, read, ids } = onHeldDisk();
  await write(1);
  read(10);
  await write(1);
  expect(ids()).toEqual([1, 10, 1]);
  expect(disk.syncedNow).toBe(1);
});

it('a few, while nothing else is going on, are synced in the thread itself', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1, 2, 3);
  expect(disk).toMatchObject({ syncedNow: 1, begun: [] });
  expect(ids()).toEqual([1, 2, 3]);
});

it('while the disk is busy a few wait to share a commit, and eight have waited long enough', async () => {
  const { engine, write } = onHeldDisk();
  const committed = (): number => engine.read(select, []).length;
  await write(1, 2, 3, 4);
  await write(5);
  for (const n of [6, 7, 8, 9, 10, 11, 12]) await write(n);
  expect(committed()).toBe(5);
  await write(13);
  expect(committed()).toBe(13);
});

it('those who waited for the disk go on when one of its syncs has ended', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1, 2, 3, 4);
  await write(5);
  await write(6);
  disk.begun[0]!(null);
  disk.begun[2]!(null);
  expect(ids()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('settles: all is committed, synced and answered before it returns', async () => {
  const { commits, disk, write, heard, ids } = onHeldDisk();
  await write(1, 2, 3, 4);
  commits.write(insert(5), (answers) => heard.push(...answers));
  commits.settle();
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
  expect(disk.syncedNow).toBe(1);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
});

it.each([1, 4])('answers nothing when the log cannot be synced, and says so: %i at once', async (many) => {
  const { disk, failures, write, ids } = onHeldDisk();
  disk.broken = new Error('EIO: i/o error, fdatasync');
  await write(...Array.from({ length: many }, (_, n) => n));
  disk.begun[0]?.(disk.broken);
  expect(failures).toEqual([disk.broken]);
  expect(ids()).toEqual([]);
});

it('after a power cut each row that was answered is there: the database opens with the log as the last sync left it', async () => {
  const { engine, path, folder } = database();
  const cut = join(folder, 'after-the-cut.db');
  const log = new WriteAheadLog(path);
  onTestFinished(() => log.close());
  // What a cut leaves is what was there when a sync that ended began; anything later may be lost.
  const onDisk: Durability = {
    sync: (done) => {
      const begun = join(folder, `${Math.random()}.wal`);
      copyFileSync(`${path}-wal`, begun);
      log.sync((error) => {
        copyFileSync(path, cut);
        copyFileSync(begun, `${cut}-wal`);
        rmSync(begun);
        done(error);
      });
    },
    syncNow: () => {
      log.syncNow();
      copyFileSync(path, cut);
      copyFileSync(`${path}-wal`, `${cut}-wal`);
    },
    close: () => log.close(),
  };
  const commits = new SqliteCommits(engine, onDisk, (error) => {
    throw error;
  });
  const answered: number[] = [];
  for (let n = 1; n <= 60; n += 1) {
    await new Promise<void>((resolve) => {
      commits.write(insert(n), (answers) => {
        const after = new DatabaseSync(cut);
        const kept = after
          .prepare(select)
          .all()
          .map((row) => Number(row['n']));
        after.close();
        answered.push(...answers.map(({ id }) => id));
        expect(kept).toEqual(expect.arrayContaining(answered));
        resolve();
      });
      // By turns alone and with five others, so that both ways to sync are taken.
      if (n % 12 > 5) resolve();
    });
  }
  expect(answered.length).toBeGreaterThanOrEqual(20);
});
