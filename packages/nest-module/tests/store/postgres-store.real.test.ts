import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../../tools/servers/postgres.mjs';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { describeStore } from './describe-store.ts';

const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

describe.skipIf(missing)('with a real PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ settings: { max_connections: '300', deadlock_timeout: '20ms' } });
  });
  afterAll(() => server?.close());

  const databases = new Map<string, Promise<string>>();
  /** The same place is the same database. */
  function databaseAt(place: string): Promise<string> {
    const known = databases.get(place) ?? server.createDatabase();
    databases.set(place, known);
    return known;
  }

  async function opened(place: string, options: { readonly patienceMs?: number } = {}): Promise<Store> {
    const store = await createPostgresStore({ postgres: await databaseAt(place), ...options });
    onTestFinished(() => store.close());
    return store;
  }

  describeStore('PostgreSQL', async (place, prefix) =>
    createPostgresStore({ postgres: await databaseAt(place), ...(prefix === undefined ? {} : { prefix }) }),
  );

  const numbers = { name: '001', statements: ['CREATE TABLE {{prefix}}t (n BIGINT)'] };

  it('question marks in strings, names and comments are no parameters', async () => {
    const store = await opened('marks');
    const sql = `SELECT '?' AS a, ? AS "b?", '''?' /* ? */ AS c -- ?`;
    expect(await store.query(sql, ['x'])).toEqual([{ a: '?', 'b?': 'x', c: "'?" }]);
  });

  it('counts and sums are numbers, truth is 1, and a number beyond the safe ones is a bigint', async () => {
    const store = await opened('numbers');
    const [row] = await store.query(
      'SELECT COUNT(*) AS n, SUM(v) AS s, 1 = 1 AS t, 9007199254740993::BIGINT AS b FROM (VALUES (1::BIGINT), (2)) AS x (v)',
    );
    expect(row).toEqual({ n: 2, s: 3, t: 1, b: 9_007_199_254_740_993n });
  });

  it('writes that wait for each other in a circle are all done', async () => {
    const store = await opened('circle');
    await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}c (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)'] }]);
    const ids = [1, 2, 3, 4];
    await store.write(ids.map((id) => ({ sql: `INSERT INTO ${store.table('c')} VALUES (?, 0)`, params: [id] })));
    const add = (id: number) => ({ sql: `UPDATE ${store.table('c')} SET n = n + 1 WHERE id = ?`, params: [id], expectChanges: 1 });
    await Promise.all(Array.from({ length: 40 }, (_, n) => store.write((n % 2 ? ids : ids.toReversed()).map(add))));
    expect(await store.query(`SELECT SUM(n) AS n FROM ${store.table('c')}`)).toEqual([{ n: 160 }]);
  });

  it('statements in a transaction of the caller are there with its commit and gone with its rollback', async () => {
    const store = await opened('own');
    await store.migrate('test', [numbers]);
    const client = new Client({ connectionString: await databaseAt('own') });
    await client.connect();
    onTestFinished(() => client.end());
    const insert = (n: number) => ({ sql: `INSERT INTO ${store.table('t')} VALUES (?)`, params: [n] });
    for (const [n, end] of [
      [1, 'COMMIT'],
      [2, 'ROLLBACK'],
    ] as const) {
      await client.query('BEGIN');
      await store.writeIn?.(client, [insert(n)]);
      await client.query(end);
    }
    expect(await store.query(`SELECT n FROM ${store.table('t')}`)).toEqual([{ n: 1 }]);
  });

  it('a password is in no sentence', async () => {
    const failing = createPostgresStore({ postgres: 'postgres://me:s3cret@127.0.0.1:1/nowhere', patienceMs: 0 });
    await expect(failing).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringMatching(/^The database 127\.0\.0\.1:1\/nowhere cannot be reached \(.*ECONNREFUSED.*\); nothing was written\./),
    });
    await failing.catch((error: Error) => expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('s3cret'));
  });

  it('a database that does not exist is told as such', async () => {
    await expect(createPostgresStore({ postgres: server.urlOf('absent') })).rejects.toMatchObject({
      problem: 'not_writable',
      message: expect.stringContaining('"absent" does not exist'),
    });
  });

  it('a user who may not make tables works with those that are there', async () => {
    const url = await databaseAt('rights');
    const client = new Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    const owner = await createPostgresStore({ postgres: url });
    onTestFinished(() => owner.close());
    await owner.migrate('test', [numbers]);
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await client.query('CREATE ROLE plain LOGIN');
    await client.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO plain');
    const plain = await createPostgresStore({ postgres: url.replace('//zenodo@', '//plain@') });
    onTestFinished(() => plain.close());
    await plain.migrate('test', [numbers]);
    await plain.write([{ sql: `INSERT INTO ${plain.table('t')} VALUES (1)` }]);
    await expect(plain.migrate('other', [numbers])).rejects.toMatchObject({ problem: 'not_writable' });
  });

  describe('a server that goes away', () => {
    it('for a restart is waited for: what is asked meanwhile is done', async () => {
      const store = await opened('restart', { patienceMs: 10_000 });
      await store.migrate('test', [numbers]);
      await server.stop('SIGINT');
      const writing = store.write([{ sql: `INSERT INTO ${store.table('t')} VALUES (1)` }]);
      const reading = store.query('SELECT 1 AS one');
      await server.start();
      expect(await writing).toEqual([{ changes: 1 }]);
      expect(await reading).toEqual([{ one: 1 }]);
    });

    it('for longer is told in a sentence, and the store works again when it is back', async () => {
      const store = await opened('away', { patienceMs: 100 });
      await store.migrate('test', [numbers]);
      await server.kill();
      await expect(store.write([{ sql: `INSERT INTO ${store.table('t')} VALUES (1)` }])).rejects.toMatchObject({
        problem: 'unreachable',
        message: expect.stringContaining('Start it; work goes on by itself.'),
      });
      await server.start();
      await store.write([{ sql: `INSERT INTO ${store.table('t')} VALUES (2)` }]);
      expect(await store.query(`SELECT n FROM ${store.table('t')}`)).toEqual([{ n: 2 }]);
    });

    it('in the middle of a write says that its outcome is not known', async () => {
      const store = await opened('middle');
      await store.query('SELECT 1');
      const writing = store.write([{ sql: 'SELECT pg_sleep(20)' }]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await server.restart('SIGINT');
      await expect(writing).rejects.toMatchObject({ problem: 'unclear', message: expect.stringContaining('Read before you repeat.') });
    });

    it('ten times during writes loses nothing that was acknowledged, and keeps no batch by half', { timeout: 60_000 }, async () => {
      const store = await opened('acknowledged', { patienceMs: 10_000 });
      await store.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}ack (n BIGINT)'] }]);
      const sql = `INSERT INTO ${store.table('ack')} VALUES (?)`;
      const acknowledged: number[] = [];
      let next = 1;
      let going = true;
      onTestFinished(() => {
        going = false;
      });
      const writer = async () => {
        while (going) {
          const n = next++;
          await store
            .write([
              { sql, params: [n] },
              { sql, params: [-n] },
            ])
            .then(
              () => acknowledged.push(n),
              () => {},
            );
        }
      };
      const writers = [writer(), writer(), writer(), writer()];
      for (let kills = 0; kills < 10; kills++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await server.restart(kills % 2 ? 'SIGINT' : 'SIGKILL');
      }
      going = false;
      await Promise.all(writers);
      const kept = new Set((await store.query(`SELECT n FROM ${store.table('ack')}`)).map(({ n }) => Number(n)));
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(acknowledged.filter((n) => !kept.has(n) || !kept.has(-n))).toEqual([]);
      expect([...kept].filter((n) => !kept.has(-n))).toEqual([]);
    });
  });
});
