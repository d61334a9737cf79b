import { NestFactory } from '@nestjs/core';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished, vi } from 'vitest';
import { postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { DepositsService, DepositThread, type Store, ZENODO_STORE, ZenodoModule } from '../src/index.ts';
import { clientOf, quick, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { keptLog } from './_util/log.ts';
import { tempFolder } from './_util/temp-folder.ts';

const missing = await postgresMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

const file = new URL('./_children/deposits-thread.ts', import.meta.url);
const seen = { name: '001-seen', statements: ['CREATE TABLE {{prefix}}seen (job TEXT, state TEXT, PRIMARY KEY (job, state))'] };

it.skipIf(missing)('a thread that begins while the database is away waits for it, and ends no second time', async () => {
  const [postgres, standIn] = await Promise.all([startPostgres(), startStandIn({ port: 0 })]);
  onTestFinished(async () => {
    await Promise.all([postgres.close(), standIn.close()]);
  });
  const log = keptLog();
  const data = () => ({ url: standIn.url, token: standIn.tokens.owner });
  const store = { postgres: await postgres.createDatabase(), patienceMs: 300 };
  const module = ZenodoModule.forRoot({ zenodo: clientOf(standIn), store, deposits: { ...quick, thread: { file, data } } });
  const app = await NestFactory.createApplicationContext(module, { logger: log.logger, abortOnError: false });
  onTestFinished(() => app.close());
  const table = app.get<Store>(ZENODO_STORE);
  await table.migrate('test', [seen]);
  const deposits = app.get(DepositsService);
  const folder = await tempFolder();
  const first = await deposits.add(await depositOf(folder, 'first'));
  await untilState(deposits, first.id, 'findable');
  const ends = () => log.lines.filter((line) => line.includes('ended by itself'));
  app.get(DepositThread).tell('die');
  await vi.waitFor(() => expect(ends()).toHaveLength(1), 10_000);
  await postgres.stop('SIGINT');
  // It is started again after a second, and finds no database.
  await new Promise((resolve) => {
    setTimeout(resolve, 4_000);
  });
  await postgres.start();
  const second = await deposits.add(await depositOf(folder, 'second'));
  await untilState(deposits, second.id, 'findable');
  expect(ends()).toHaveLength(1);
});

it.skipIf(missing)('a thread on PostgreSQL deposits what two processes add, over a restart of the database and of itself', async () => {
  const [postgres, standIn] = await Promise.all([startPostgres(), startStandIn({ port: 0 })]);
  onTestFinished(async () => {
    await Promise.all([postgres.close(), standIn.close()]);
  });
  const store = { postgres: await postgres.createDatabase() };
  const data = () => ({ url: standIn.url, token: standIn.tokens.owner });
  const start = async (deposits: object) => {
    const module = ZenodoModule.forRoot({ zenodo: clientOf(standIn), store, deposits: { ...quick, ...deposits } });
    const app = await NestFactory.createApplicationContext(module, { logger: keptLog().logger, abortOnError: false });
    onTestFinished(() => app.close());
    return { app, deposits: app.get(DepositsService) };
  };
  const adding = await start({ run: false });
  const table = adding.app.get<Store>(ZENODO_STORE);
  await table.migrate('test', [seen]);
  const working = await start({ thread: { file, data } });
  const folder = await tempFolder();
  const add = async (at: typeof adding, n: number) => (await at.deposits.add(await depositOf(folder, `thread${n}`))).id;
  const first = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => add(n % 2 ? adding : working, n)));
  await postgres.restart('SIGKILL');
  working.app.get(DepositThread).tell('die');
  const second = await Promise.all([6, 7].map((n) => add(adding, n)));
  const jobs = await Promise.all([...first, ...second].map((id) => untilState(adding.deposits, id, 'findable')));
  expect(new Set(jobs.map(({ recordId }) => recordId)).size).toBe(8);
  expect(standIn.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202)).toHaveLength(8);
  expect(await table.query(`SELECT COUNT(*) AS n FROM ${table.table('seen')} WHERE state = 'published'`)).toEqual([{ n: 8 }]);
});
