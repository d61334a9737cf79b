import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { chaos, type Outcome, randomFrom } from './_util/chaos.ts';
import { tempFolder } from './_util/temp-folder.ts';

/** `npm run test:real -- --kills 1000`; the seed of a run that failed comes by ZENODO_SEED. */
const kills = Number(process.env['ZENODO_KILLS'] ?? 100);
const seed = Number(process.env['ZENODO_SEED'] ?? Date.now() % 1_000_000);
// A kill is a start of another worker: a second on a machine of its own, four where others work too.
const timeout = 120_000 + kills * 6_000;

const missing = await postgresMissing();
const withoutRedis = await redisMissing();
for (const reason of [missing, withoutRedis]) if (reason) process.stdout.write(`Skipped: ${reason}\n`);

function oneRecordForEachKey({ kills: done, stops, jobs, repeats, records }: Outcome, run: string): void {
  process.stdout.write(
    `${run}: ${done} kills, ${stops} stops beyond the lease, ${jobs.length} deposits, ${repeats} tries cut off, seed ${seed}\n`,
  );
  // No job was lost, no key has two records, and no draft was left over.
  expect(records.filter(({ published }) => !published)).toEqual([]);
  expect(new Set(records.map(({ id }) => id))).toEqual(new Set(jobs.map(({ recordId }) => recordId)));
  expect(records).toHaveLength(jobs.length);
  expect(new Set(records.map(({ urn }) => urn)).size).toBe(jobs.length);
}

it(`${kills} kills over three workers on SQLite`, { timeout }, async () => {
  const path = join(await tempFolder(), 'jobs.db');
  const outcome = await chaos({ store: { path }, kills, random: randomFrom(seed) });
  expect(outcome.kills).toBeGreaterThanOrEqual(kills);
  expect(outcome.repeats).toBeGreaterThan(kills / 10);
  oneRecordForEachKey(outcome, 'SQLite');
});

describe.skipIf(missing)('with a real PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ settings: { max_connections: '200' } });
  });
  afterAll(() => server?.close());

  it(`${kills} kills over three workers`, { timeout }, async () => {
    const outcome = await chaos({ store: { postgres: await server.createDatabase() }, kills, random: randomFrom(seed) });
    expect(outcome.repeats).toBeGreaterThan(kills / 10);
    oneRecordForEachKey(outcome, 'PostgreSQL');
  });

  it('a database that is restarted every five to ten seconds, by turns orderly and by a crash, beside kills', { timeout }, async () => {
    const random = randomFrom(seed + 1);
    let restarts = 0;
    let timer: NodeJS.Timeout | undefined;
    const later = () => {
      timer = setTimeout(() => void server.restart(restarts++ % 2 ? 'SIGKILL' : 'SIGINT').then(later), 5_000 + random() * 5_000);
    };
    const store = { postgres: await server.createDatabase() };
    later();
    onTestFinished(() => clearTimeout(timer));
    const outcome = await chaos({ store, kills: Math.ceil(kills / 2), random });
    clearTimeout(timer);
    expect(restarts).toBeGreaterThan(1);
    oneRecordForEachKey(outcome, `PostgreSQL, ${restarts} restarts`);
  });

  it.skipIf(withoutRedis)('a Redis that is emptied every second, or away, beside kills', { timeout }, async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    let turns = 0;
    let ended = false;
    const empty = async () => {
      while (!ended) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        if (ended) return;
        if (++turns % 10 === 0) await redis.restart('SIGKILL');
        else await redis.flush();
      }
    };
    const emptying = empty();
    const store = { postgres: await server.createDatabase() };
    const outcome = await chaos({ store, kills: Math.ceil(kills / 2), random: randomFrom(seed + 2), redis: redis.port });
    ended = true;
    await emptying;
    expect(turns).toBeGreaterThan(1);
    oneRecordForEachKey(outcome, `PostgreSQL and Redis, emptied ${turns} times`);
  });
});
