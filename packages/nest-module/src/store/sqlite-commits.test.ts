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
  sync(done: (error: Error | null) => void): void {
    this.begun.push(done);
  }
  syncNow(): void {
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
  const write = async (n: number): Promise<void> => {
    commits.write(insert(n), hear);
    await setImmediate();
  };
  const read = (id: number): void => commits.tell({ id, value: engine.read(select, []) }, hear);
  return { engine, commits, disk, failures, heard, write, read, ids: () => heard.map(({ id }) => id) };
}

it('answers a write when the sync that began after it has ended, and no earlier', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1);
  await write(2);
  expect(disk.begun).toHaveLength(2);
  expect(ids()).toEqual([]);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1]);
  disk.begun[1]!(null);
  expect(ids()).toEqual([1, 2]);
});

it('answers all that a later sync made safe, though an earlier one is still at work', async () => {
  const { disk, write, ids } = onHeldDisk();
  await write(1);
  await write(2);
  disk.begun[1]!(null);
  expect(ids()).toEqual([1, 2]);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1, 2]);
});

it('tells nobody of a row before that is safe: not who reads it, and not who has sent it once more', async () => {
  const { disk, write, read, heard, ids } = onHeldDisk();
  await write(1);
  read(10);
  await write(1);
  expect(ids()).toEqual([]);
  disk.begun[0]!(null);
  expect(heard).toEqual([
    { id: 1, value: [{ changes: 1 }] },
    { id: 10, value: [expect.objectContaining({ n: 1 })] },
    { id: 1, failure: expect.objectContaining({ problem: 'stale' }) },
  ]);
});

it('what is read while everything is safe is told at once, and what wrote nothing waits for no disk', async () => {
  const { disk, write, read, commits, ids, heard } = onHeldDisk();
  await write(1);
  disk.begun[0]!(null);
  read(10);
  expect(ids()).toEqual([1, 10]);
  commits.write({ ...insert(1), id: 11 }, (answers) => heard.push(...answers));
  await setImmediate();
  expect(ids()).toEqual([1, 10, 11]);
  expect(disk.begun).toHaveLength(1);
});

it('while the disk is busy a few wait to share a commit, and eight have waited long enough', async () => {
  const { engine, write } = onHeldDisk();
  const committed = (): number => engine.read(select, []).length;
  for (const n of [1, 2]) await write(n);
  for (const n of [3, 4, 5, 6, 7, 8, 9]) await write(n);
  expect(committed()).toBe(2);
  await write(10);
  expect(committed()).toBe(10);
});

it('those who waited for the disk go on when one of its syncs has ended', async () => {
  const { disk, write, ids } = onHeldDisk();
  for (const n of [1, 2, 3]) await write(n);
  disk.begun[0]!(null);
  disk.begun[2]!(null);
  expect(ids()).toEqual([1, 2, 3]);
});

it('settles: all is committed, synced and answered before it returns', async () => {
  const { commits, disk, write, heard, ids } = onHeldDisk();
  await write(1);
  commits.write(insert(2), (answers) => heard.push(...answers));
  commits.settle();
  expect(ids()).toEqual([1, 2]);
  expect(disk.syncedNow).toBe(1);
  disk.begun[0]!(null);
  expect(ids()).toEqual([1, 2]);
});

it('answers nothing when the log cannot be synced, and says so', async () => {
  const { disk, failures, write, ids } = onHeldDisk();
  await write(1);
  disk.begun[0]!(new Error('EIO: i/o error, fdatasync'));
  expect(failures).toHaveLength(1);
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
    syncNow: () => log.syncNow(),
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
      if (n % 3 !== 0) resolve();
    });
  }
  expect(answered.length).toBeGreaterThanOrEqual(20);
});
