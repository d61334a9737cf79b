import { describe, expect, it, onTestFinished } from 'vitest';
import { JobTable } from '../../src/deposits/job-table.ts';
import { newJob } from '../../src/deposits/new-deposit.ts';
import { jobMigrations, jobMigrationsOwner } from '../../src/store/migrations/jobs.ts';
import type { Statement, Store } from '../../src/store/store.ts';
import { StaleWriteError, StoreError } from '../../src/store/store-errors.ts';

/** Opens a store on a database that is new for each place; the same place is the same database. */
export type OpenStore = (place: string, prefix?: string) => Promise<Store>;

const notes = { name: '001-notes', statements: ['CREATE TABLE {{prefix}}note (seq {{serial}}, text TEXT NOT NULL UNIQUE)'] };

/** What every driver of the store owes; PostgreSQL joins with its own `open`. */
export function describeStore(name: string, open: OpenStore): void {
  const opened = async (place: string, prefix?: string): Promise<Store> => {
    const store = await open(place, prefix);
    onTestFinished(() => store.close());
    return store;
  };
  const withNotes = async (place: string, prefix?: string) => {
    const store = await opened(place, prefix);
    await store.migrate('test', [notes]);
    return store;
  };
  const put = (store: Store, text: string): Statement => ({ sql: `INSERT INTO ${store.table('note')} (text) VALUES (?)`, params: [text] });
  const texts = async (store: Store) => (await store.query(`SELECT text FROM ${store.table('note')} ORDER BY seq`)).map(({ text }) => text);

  describe(`${name}: write and query`, () => {
    it('a resolved write is seen by the next query', async () => {
      const store = await withNotes('seen');
      expect(await store.write([put(store, 'one'), put(store, 'two')])).toEqual([{ changes: 1 }, { changes: 1 }]);
      expect(await texts(store)).toEqual(['one', 'two']);
    });

    it('text, numbers, bytes and null come back as they were', async () => {
      const store = await opened('values');
      await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}v (t TEXT, n BIGINT, b BLOB, z TEXT)'] }]);
      // A Buffer from Node's pool: only its own bytes may arrive.
      const values = ['ü\u{1f9ea}', 9_007_199_254_740_991, Buffer.from([0, 255, 7]), null];
      await store.write([{ sql: `INSERT INTO ${store.table('v')} (t, n, b, z) VALUES (?, ?, ?, ?)`, params: values }]);
      const [row] = await store.query(`SELECT t, n, b, z FROM ${store.table('v')}`);
      expect(row).toEqual({ t: 'ü\u{1f9ea}', n: 9_007_199_254_740_991, b: new Uint8Array([0, 255, 7]), z: null });
    });

    it('a batch whose last statement fails leaves nothing of the first', async () => {
      const store = await withNotes('atomic');
      await store.write([put(store, 'there')]);
      const failing = store.write([put(store, 'gone'), put(store, 'there')]);
      await expect(failing).rejects.toMatchObject({ name: 'StoreError', problem: 'constraint' });
      expect(await texts(store)).toEqual(['there']);
    });

    it('a batch that changes other rows than expected is undone as stale', async () => {
      const store = await withNotes('expected');
      const nobody = { sql: `UPDATE ${store.table('note')} SET text = ? WHERE text = ?`, params: ['x', 'absent'], expectChanges: 1 };
      await expect(store.write([put(store, 'gone'), nobody])).rejects.toBeInstanceOf(StaleWriteError);
      expect(await texts(store)).toEqual([]);
    });

    it('of 1,000 concurrent writes each failing one fails alone', async () => {
      const store = await withNotes('many');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1000 }, (_, n) => store.write([put(store, `a${n}`), put(store, n % 10 === 9 ? 'a0' : `b${n}`)])),
      );
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(100);
      expect(await texts(store)).toHaveLength(1800);
    });

    it('a query cannot write', async () => {
      const store = await withNotes('read-only');
      await expect(store.query(`INSERT INTO ${store.table('note')} (text) VALUES ('x')`)).rejects.toBeInstanceOf(StoreError);
      expect(await texts(store)).toEqual([]);
    });

    it('closing answers what was asked before, and refuses what comes after', async () => {
      const store = await withNotes('closing');
      const last = store.write([put(store, 'last')]);
      await store.close();
      await expect(last).resolves.toEqual([{ changes: 1 }]);
      await expect(store.query('SELECT 1')).rejects.toMatchObject({ problem: 'closed' });
      expect(await texts(await opened('closing'))).toEqual(['last']);
    });
  });

  describe(`${name}: migrations`, () => {
    const column = (n: number) => ({ name: `00${n + 1}-c${n}`, statements: [`ALTER TABLE {{prefix}}note ADD COLUMN c${n} TEXT`] });

    it('are applied once and in order, by many stores at once', async () => {
      const stores = await Promise.all(Array.from({ length: 4 }, () => opened('together')));
      await Promise.all(stores.map((store) => store.migrate('test', [notes, column(1), column(2)])));
      await stores[0]!.migrate('test', [notes, column(1), column(2), column(3)]);
      await stores[1]!.write([{ sql: `INSERT INTO ${stores[1]!.table('note')} (text, c1, c2, c3) VALUES ('t', '1', '2', '3')` }]);
      expect(await texts(stores[2]!)).toEqual(['t']);
    });

    it('one that fails leaves the schema as it was', async () => {
      const store = await opened('failing');
      const bad = { name: '002-bad', statements: ['CREATE TABLE {{prefix}}half (a TEXT)', 'NONSENSE'] };
      await expect(store.migrate('test', [notes, bad])).rejects.toBeInstanceOf(StoreError);
      await store.migrate('test', [notes]);
      await expect(store.query(`SELECT * FROM ${store.table('half')}`)).rejects.toBeInstanceOf(StoreError);
    });

    it('of a newer version are refused with a sentence', async () => {
      const store = await opened('newer');
      await store.migrate('test', [notes, column(1)]);
      await expect(store.migrate('test', [notes])).rejects.toMatchObject({
        problem: 'newer_schema',
        message: expect.stringContaining('"002-c1" of test'),
      });
    });

    it('of two owners and two prefixes do not meet', async () => {
      const [one, two] = [await withNotes('shared', 'one_'), await withNotes('shared', 'two_')];
      await one.migrate('other', [{ name: '001-notes', statements: ['CREATE TABLE {{prefix}}else (a TEXT)'] }]);
      await one.write([put(one, 'mine')]);
      expect(one.table('note')).toBe('one_note');
      expect(await texts(two)).toEqual([]);
    });
  });

  describe(`${name}: claims`, () => {
    const withJobs = async (place: string, jobs: Readonly<Record<string, string | undefined>>) => {
      const store = await opened(place);
      await store.migrate(jobMigrationsOwner, jobMigrations);
      const table = new JobTable(store);
      const ids: Record<string, string> = {};
      for (const [key, series] of Object.entries(jobs)) {
        const deposit = { key, metadata: {} as never, files: [], ...(series === undefined ? {} : { series }) };
        const job = newJob(deposit, 1000, 1e9);
        ids[job.id] = key;
        await store.write([table.insert(job, deposit)]);
      }
      const claim = async (now: number, limit = 10, owner = 'me') =>
        (await store.claim({ owner, limit, now, leaseMs: 100 })).map(({ id, fence }) => `${ids[id]}@${fence}`).toSorted();
      const end = async (key: string, state: 'left' | 'failed' | 'published' | 'waiting', dueAt?: Date) => {
        const id = Object.keys(ids).find((one) => ids[one] === key)!;
        const job = (await table.find(id))!;
        await store.write([table.settle({ ...job, state, dueAt }, 1000)]);
      };
      return { store, table, claim, end };
    };

    it('take due jobs in the order of adding, up to the limit', async () => {
      const { claim } = await withJobs('limit', { a: undefined, b: undefined, c: undefined });
      expect(await claim(999)).toEqual([]);
      expect(await claim(1000, 2)).toEqual(['a@1', 'b@1']);
      expect(await claim(1000, 2)).toEqual(['c@1']);
      expect(await claim(1000, 2)).toEqual([]);
    });

    it('take one job of a series, and the next once that one is done', async () => {
      const { claim, end } = await withJobs('series', { a1: 'a', a2: 'a', b1: 'b' });
      expect(await claim(1000)).toEqual(['a1@1', 'b1@1']);
      expect(await claim(1050)).toEqual([]);
      await end('a1', 'left');
      expect(await claim(1050)).toEqual(['a2@1']);
    });

    it('do not pass a waiting job of the series, but do pass a failed one', async () => {
      const { claim, end } = await withJobs('waiting', { a1: 'a', a2: 'a' });
      await claim(1000);
      await end('a1', 'waiting', new Date(5000));
      expect(await claim(2000)).toEqual([]);
      await end('a1', 'failed');
      expect(await claim(2000)).toEqual(['a2@1']);
    });

    it('a retried job waits for the one of its series that runs', async () => {
      const { claim, end } = await withJobs('retried', { a1: 'a', a2: 'a' });
      await claim(1000);
      await end('a1', 'failed');
      expect(await claim(1000)).toEqual(['a2@1']);
      await end('a1', 'waiting', new Date(1000));
      expect(await claim(1050)).toEqual([]);
      await end('a2', 'left');
      expect(await claim(1050)).toEqual(['a1@2']);
    });

    it('a published job is claimed for its DOI beside the next of its series', async () => {
      const { claim, end } = await withJobs('doi', { a1: 'a', a2: 'a' });
      await claim(1000);
      await end('a1', 'published', new Date(1000));
      expect(await claim(1000)).toEqual(['a1@2', 'a2@1']);
    });

    it('pass to another owner when the lease ends, and the old fence writes nothing more', async () => {
      const { store, table, claim } = await withJobs('fence', { a: undefined });
      expect(await claim(1000, 1, 'slow')).toEqual(['a@1']);
      const slow = (await table.list({}))[0]!;
      expect(await claim(1099, 1, 'quick')).toEqual([]);
      expect(await claim(1100, 1, 'quick')).toEqual(['a@2']);
      await expect(store.write([table.progress(slow, 1100, 100)])).rejects.toBeInstanceOf(StaleWriteError);
      await expect(store.write([table.settle({ ...slow, state: 'published' }, 1100)])).rejects.toBeInstanceOf(StaleWriteError);
      expect((await table.find(slow.id))!.state).toBe('running');
    });

    it('never give one job to two of many claimers', async () => {
      const { claim } = await withJobs('race', Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, `s${n % 25}`])));
      const claimed = await Promise.all(Array.from({ length: 20 }, (_, n) => claim(1000, 4, `worker ${n}`)));
      expect(claimed.flat()).toHaveLength(25);
      expect(new Set(claimed.flat()).size).toBe(25);
    });
  });
}
