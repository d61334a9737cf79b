import { beforeAll, describe, expect, test } from 'vitest';
import { postgresMissing } from '../servers/postgres.mjs';
import { redisMissing } from '../servers/redis.mjs';
import { kinds } from './report.mjs';
import { killRun } from './run.mjs';

/** `npm run test:real -- --kills 1000`; the seed of a run that failed comes by ZENODO_SEED. */
const { env } = process;
const asked = env['ZENODO_KILLS'] !== undefined;
const kills = Number(env['ZENODO_KILLS'] ?? 100);
const seed = Number(env['ZENODO_SEED'] ?? Date.now() % 1_000_000);
const timeout = 300_000 + kills * 5_000;

const missing = (await postgresMissing()) ?? (await redisMissing());
if (missing) process.stdout.write(`Skipped: ${missing}\n`);
if (!asked)
  process.stdout.write('Skipped: gateways are killed in `npm run test:kill`, and here with `-- --kills N`; it takes many minutes.\n');

let outcome;
const run = (kind, more) => async () => {
  outcome = await killRun({ ...kind, seed, ...more });
  process.stdout.write(`${kind.title}: ${outcome.kills} kills, ${outcome.acknowledged} files acknowledged, seed ${seed}\n`);
};

const everythingHolds = () => {
  test('no acknowledged file is lost', () => expect(outcome.lost).toEqual([]));
  test('no record is doubled and no draft left over', () => expect(outcome.doubled).toEqual([]));
  test('files of a dataset are applied in the order of their acceptance', () => expect(outcome.disordered).toEqual([]));
  test('every event was told under one id', () => expect(outcome.untold).toEqual([]));
  test('the kills met gateways at work', () => expect(outcome.acknowledged).toBeGreaterThan(outcome.kills));
};

describe.skipIf(!asked)(`one gateway on SQLite, killed ${kills} times`, () => {
  beforeAll(run(kinds.sqlite, { kills }), timeout);
  everythingHolds();
});

describe.skipIf(missing || !asked)('three gateways on PostgreSQL and Redis under load, one killed each ten seconds', () => {
  beforeAll(run(kinds.postgres, { kills: 6, everyMs: 10_000 }), timeout);
  everythingHolds();
});
