import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { WorkerMessage } from '../../src/store/sqlite-protocol.ts';
import { createSqliteStore } from '../../src/store/sqlite-store.ts';
import { tempFolder } from '../_util/temp-folder.ts';
import { describeStore } from './describe-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenodo-store-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeStore('SQLite', (place, prefix) =>
  createSqliteStore({ path: join(folder, `${place}.db`), ...(prefix === undefined ? {} : { prefix }) }),
);

it('SQLite: 1,000 concurrent writes share a few commits', async () => {
  let answered = 0;
  process.once('worker', (worker) => worker.on('message', ({ kind }: WorkerMessage) => kind === 'answers' && answered++));
  const store = await createSqliteStore({ path: join(folder, 'shared-commits.db') });
  onTestFinished(() => store.close());
  await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}t (n BIGINT)'] }]);
  answered = 0;
  const sql = `INSERT INTO ${store.table('t')} VALUES (?)`;
  await Promise.all(Array.from({ length: 1000 }, (_, n) => store.write([{ sql, params: [n] }])));
  // The thread answers once a commit.
  expect(answered).toBeLessThan(10);
  expect(await store.query(`SELECT COUNT(*) AS n FROM ${store.table('t')}`)).toEqual([{ n: 1000 }]);
});

describe('SQLite: failures are sentences', () => {
  it('a worker thread that dies rejects what was asked and what comes after', async () => {
    let worker: Worker | undefined;
    process.once('worker', (started) => {
      worker = started;
    });
    const store = await createSqliteStore({ path: join(folder, 'dying.db') });
    const asked = store.query('SELECT 1');
    // The question leaves with the next turn of the event loop; the thread does not live to hear it.
    void worker!.terminate();
    await expect(asked).rejects.toMatchObject({ problem: 'crashed', message: expect.stringContaining('restart the application') });
    await expect(store.write([])).rejects.toMatchObject({ problem: 'crashed' });
    await store.close();
  });

  it('another process that holds the database', async () => {
    const path = join(await tempFolder(), 'locked.db');
    const store = await createSqliteStore({ path, busyTimeoutMs: 50 });
    onTestFinished(() => store.close());
    await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}t (a TEXT)'] }]);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.write([{ sql: `INSERT INTO ${store.table('t')} VALUES ('x')` }])).rejects.toMatchObject({
      problem: 'locked',
      message: `The database ${path} stayed locked by another process for 50 ms; nothing was written. Stop the other process, or try again.`,
    });
    other.close();
    await expect(store.write([{ sql: `INSERT INTO ${store.table('t')} VALUES ('y')` }])).resolves.toEqual([{ changes: 1 }]);
  });

  it('a path that is a folder', async () => {
    const path = await tempFolder();
    await expect(createSqliteStore({ path })).rejects.toMatchObject({ problem: 'not_writable', message: expect.stringContaining(path) });
  });

  it('a folder that cannot be made, since a file has its name', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    await expect(createSqliteStore({ path: join(file, 'deep', 'x.db') })).rejects.toMatchObject({ problem: 'not_writable' });
  });

  it('a path where the system shows itself, which would be waited for without end', async () => {
    const path = '/proc/none/x.db';
    await expect(createSqliteStore({ path })).rejects.toMatchObject({ problem: 'not_writable', message: expect.stringContaining(path) });
  });

  it('a folder without the right to write', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may write everywhere');
    const path = await tempFolder();
    await chmod(path, 0o500);
    await expect(createSqliteStore({ path: join(path, 'x.db') })).rejects.toMatchObject({ problem: 'not_writable' });
  });

  it('a file that is no database', async () => {
    const path = join(await tempFolder(), 'notes.txt');
    await writeFile(path, 'not a database, but long enough to be read as a header of one'.repeat(20));
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      problem: 'not_a_database',
      message: expect.stringContaining('backup'),
    });
  });

  it('a table prefix that would need quoting', async () => {
    await expect(createSqliteStore({ path: join(folder, 'p.db'), prefix: 'x; DROP' })).rejects.toThrow(/prefix "x; DROP" is not usable/);
  });

  it('a parameter of a kind that SQL does not know fails its write alone', async () => {
    const store = await createSqliteStore({ path: join(folder, 'kinds.db') });
    onTestFinished(() => store.close());
    await expect(store.write([{ sql: 'SELECT ?', params: [true as never] }])).rejects.toMatchObject({ problem: 'statement' });
    await expect(store.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });
});
