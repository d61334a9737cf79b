import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { type SmallDisk, smallDisk, smallDiskMissing } from '../../../tools/servers/small-disk.mjs';
import { createSqliteStore, DepositsService, ZenodoHealth, ZenodoModule, type ZenodoModuleOptions } from '../src/index.ts';
import { clientOf, quick, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { keptLog } from './_util/log.ts';
import { tempFolder } from './_util/temp-folder.ts';

const withoutServer = await postgresMissing();
const withoutDisk = await smallDiskMissing();
for (const reason of [withoutServer, withoutDisk]) if (reason) process.stdout.write(`Skipped: ${reason}\n`);

let zenodo: StandIn;
beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
});
afterAll(() => zenodo?.close());

/** A process that deposits, and what it says in its log. */
async function start(store: ZenodoModuleOptions['store']) {
  const { lines, logger } = keptLog();
  const module = ZenodoModule.forRoot({ zenodo: clientOf(zenodo), store, deposits: quick });
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  onTestFinished(() => app.close());
  return { lines, deposits: app.get(DepositsService), health: app.get(ZenodoHealth) };
}

/** Deposits whose metadata fill a few megabytes that cannot be packed. */
async function addMany(deposits: DepositsService, name: string, count: number): Promise<readonly string[]> {
  const folder = await tempFolder();
  const one = await depositOf(folder, name);
  const add = (n: number) => {
    const metadata = { ...one.metadata, description: randomBytes(8_000).toString('hex') };
    return deposits.add({ ...one, key: `${name}${n}`, metadata });
  };
  return (await Promise.all(Array.from({ length: count }, (_, n) => add(n)))).map(({ id }) => id);
}

const allFindable = (deposits: DepositsService, ids: readonly string[]) =>
  Promise.all(ids.map((id) => untilState(deposits, id, 'findable')));

/** Adds until there is no room, and answers what that was called. */
async function refusal(deposits: DepositsService): Promise<unknown> {
  for (let n = 0; n < 200; n++) {
    const error = await addMany(deposits, `more${n}-`, 1).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error !== undefined) return error;
  }
  return undefined;
}

async function diskOf(options: { readonly sizeMb: number; readonly user?: string }): Promise<SmallDisk> {
  const disk = await smallDisk(options);
  onTestFinished(() => disk.close());
  return disk;
}

describe.skipIf(withoutServer)('a PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.close());

  it('that hangs is told as such, also by its health, and deposits go on when it wakes', async () => {
    const { deposits, health, lines } = await start({ postgres: await server.createDatabase(), answerMs: 1_000, patienceMs: 500 });
    const ids = await addMany(deposits, 'frozen', 6);
    server.freeze();
    onTestFinished(() => server.thaw());
    const lost = deposits.stats().catch((error: unknown) => error);
    const began = Date.now();
    expect(await health.store()).toMatchObject({ 'zenodo-store': { status: 'down', message: expect.stringContaining('The database') } });
    expect(Date.now() - began).toBeLessThan(8_000);
    expect(await lost).toMatchObject({ problem: 'unreachable', message: expect.stringContaining('work goes on by itself') });
    await expect.poll(() => lines.filter((line) => line.startsWith('Looking for deposits failed')), { timeout: 10_000 }).not.toEqual([]);
    server.thaw();
    await allFindable(deposits, ids);
    expect(await health.store()).toMatchObject({ 'zenodo-store': { status: 'up' } });
    expect(lines).toContain('Looking for deposits works again; they go on.');
  });

  it('that is away for longer than it is waited for is told once, and deposits go on when it is back', async () => {
    const { deposits, lines } = await start({ postgres: await server.createDatabase(), patienceMs: 100 });
    const ids = await addMany(deposits, 'away', 6);
    await server.stop('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await server.start();
    await allFindable(deposits, ids);
    const told = lines.filter((line) => line.startsWith('Looking for deposits failed') && line.includes('cannot be reached'));
    // Connections that were open say another thing than those that cannot be made; it is one trouble all the same.
    expect(told).toHaveLength(1);
  });

  it.skipIf(withoutDisk)('on a full disk is told as such, and deposits go on when there is room', async () => {
    const disk = await diskOf({ sizeMb: 24, user: 'postgres' });
    const client = new Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
    await client.query('CREATE DATABASE small TABLESPACE small');
    const { deposits, lines } = await start({ postgres: server.urlOf('small') });
    zenodo.faults.delay({ method: 'POST', path: '/api/records', times: 20 }, { ms: 200 });
    const ids = await addMany(deposits, 'small', 20);
    await disk.fill();
    expect(await refusal(deposits)).toMatchObject({
      problem: 'full',
      message: expect.stringMatching(
        /^The disk of the database 127\.0\.0\.1:\d+\/small is full \(.*No space left on device.*\); nothing was written\./,
      ),
    });
    await disk.free();
    await allFindable(deposits, ids);
    expect(lines.filter((line) => line.includes('could not be written')).length).toBeLessThan(3);
  });
});

describe.skipIf(withoutDisk)('SQLite on a full disk', () => {
  it('refuses what is added, says so, and deposits go on when there is room', async () => {
    // The log alone may take 8 MiB of it.
    const disk = await diskOf({ sizeMb: 64 });
    const { deposits, lines } = await start({ path: join(disk.folder, 'jobs.db') });
    zenodo.faults.delay({ method: 'POST', path: '/api/records', times: 20 }, { ms: 200 });
    const ids = await addMany(deposits, 'sqlite', 20);
    await disk.fill();
    expect(await refusal(deposits)).toMatchObject({
      problem: 'full',
      message: `The disk that holds ${join(disk.folder, 'jobs.db')} is full; nothing was written. Free some space, then try again.`,
    });
    await expect.poll(() => lines.filter((line) => line.includes('is full')), { timeout: 10_000 }).not.toEqual([]);
    await disk.free();
    await allFindable(deposits, ids);
    // Once, not at each look.
    expect(lines.filter((line) => line.startsWith('Looking for deposits failed')).length).toBeLessThan(3);
  });

  it('that its own log has filled goes on without anybody noticing: what is in the log is put into the database', async () => {
    const disk = await diskOf({ sizeMb: 4 });
    const path = join(disk.folder, 'log.db');
    const before = await createSqliteStore({ path });
    await before.migrate('test', [{ name: '001', statements: ['CREATE TABLE {{prefix}}t (n BIGINT)'] }]);
    await before.write([{ sql: `INSERT INTO ${before.table('t')} VALUES (0)` }]);
    await before.close();
    const store = await createSqliteStore({ path });
    onTestFinished(() => store.close());
    for (let n = 0; n < 2_000; n++) await store.write([{ sql: `UPDATE ${store.table('t')} SET n = n + 1` }]);
    expect(await store.query(`SELECT n FROM ${store.table('t')}`)).toEqual([{ n: 2_000 }]);
  });

  it('does not start, with a sentence', async () => {
    const disk = await diskOf({ sizeMb: 1 });
    await disk.fill();
    await expect(start({ path: join(disk.folder, 'jobs.db') })).rejects.toMatchObject({ problem: 'full' });
  });
});
