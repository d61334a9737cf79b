import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../../tools/servers/postgres.mjs';
import { happeningOf } from '../_util/happening.ts';
import { owedOf, pairsOf, type WatchedDay, watchCalmly, watchKilled } from '../_util/killed-watcher.ts';
import { tempFolder } from '../_util/temp-folder.ts';

/** `npm run test:real -- --kills 1000`; the seed of a run that failed comes by ZENODO_SEED. */
const kills = Number(process.env['ZENODO_KILLS'] ?? 100);
const seed = Number(process.env['ZENODO_SEED'] ?? Date.now() % 1_000_000);
const timeout = 300_000 + kills * 4_000;
const plan = { seed: 7, records: 3000, hours: 24, perMinute: 2, lagMs: [500, 90_000] } as const;
const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

async function nothingMissed({ stream, kills: done, told, owed }: WatchedDay, where: string): Promise<void> {
  const calm = await watchCalmly(stream);
  const ids = calm.map(({ id }) => id).toSorted();
  const happenings = new Set(told.map(({ happening }) => happening));
  const doubles = told.length - happenings.size;
  process.stdout.write(`${where}: ${done} kills over 24 hours, ${ids.length} events, ${doubles} told twice, seed ${seed}\n`);
  expect(done).toBe(kills);
  expect(owedOf(stream).filter((one) => !happenings.has(one))).toEqual([]);
  expect(happenings).toEqual(new Set(calm.map(happeningOf)));
  expect([...new Set(told.map(({ id }) => id))].toSorted()).toEqual(ids);
  expect(owed.toSorted()).toEqual(ids);
  expect(doubles).toBeGreaterThan(0);
  expect(pairsOf(told).size).toBe(happenings.size);
}

it(`a watcher killed ${kills} times over a day on SQLite misses nothing, and tells doubles under the same id`, { timeout }, async () => {
  const path = join(await tempFolder(), 'watch.db');
  await nothingMissed(await watchKilled(plan, { path }, kills, seed), 'SQLite');
});

describe.skipIf(missing)('with a real PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.close());

  it(`a watcher killed ${kills} times over a day misses nothing, and tells doubles under the same id`, { timeout }, async () => {
    await nothingMissed(await watchKilled(plan, { postgres: await server.createDatabase() }, kills, seed), 'PostgreSQL');
  });
});
