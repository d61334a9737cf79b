import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { NestFactory } from '@nestjs/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  DepositsService,
  DepositThread,
  type Store,
  Telemetry,
  ZENODO_STORE,
  ZenodoModule,
  type ZenodoModuleOptions,
} from '../src/index.ts';
import { openSharedStore } from '../src/store/shared-store.ts';
import { clientOf, quick, until, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const file = new URL('./_children/deposits-thread.ts', import.meta.url);
const seen = { name: '001-seen', statements: ['CREATE TABLE {{prefix}}seen (job TEXT, state TEXT, PRIMARY KEY (job, state))'] };

async function standInOf(): Promise<StandIn> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  return standIn;
}

async function startApp({ url, tokens }: StandIn, folder: string, change: ZenodoModuleOptions['deposits'] = {}) {
  const log: string[] = [];
  const lines = { log: () => {}, warn: () => {}, error: (message: string) => log.push(message), debug: () => {}, verbose: () => {} };
  const module = ZenodoModule.forRoot({
    zenodo: clientOf({ url, tokens }),
    store: { path: join(folder, 'deposits.db') },
    deposits: { ...quick, thread: { file, data: () => ({ url, token: tokens.owner }) }, ...change },
  });
  const app = await NestFactory.createApplicationContext(module, { logger: lines, abortOnError: false });
  const close = () => app.close();
  onTestFinished(close);
  const store = app.get<Store>(ZENODO_STORE);
  await store.migrate('test', [seen]);
  await app.init();
  return { app, deposits: app.get(DepositsService), store, log, close };
}

it('a thread deposits what the application adds, and each of its changes is in one transaction with what follows from it', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const { deposits, store, app } = await startApp(standIn, folder);
  const steps: string[] = [];
  const calls: string[] = [];
  app.get(Telemetry).listen({ step: (_job, { name }) => steps.push(name), call: (_account, { call }) => calls.push(call) });
  const { id } = await deposits.add(await depositOf(folder, 'scan-1'));
  const job = await untilState(deposits, id, 'findable');
  expect(job.doi).toMatch(/^10\./);
  expect(await store.query(`SELECT state FROM ${store.table('seen')} WHERE job = ? AND state = 'published'`, [id])).toHaveLength(1);
  expect(steps).toContain('published');
  expect(calls.some((call) => call.startsWith('POST '))).toBe(true);
});

it('a thread that crashes is told of in one sentence and started again, and the deposit goes on', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const { deposits, app, log } = await startApp(standIn, folder, { owner: 'the one process' });
  standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 1_500 });
  const { id } = await deposits.add(await depositOf(folder, 'scan-1'));
  await until(deposits, id, ({ recordId }) => recordId !== undefined);
  app.get(DepositThread).tell('die');
  await untilState(deposits, id, 'published', 'findable');
  expect(log.join('\n')).toBe(
    'The thread that deposits ended by itself (the thread was told to die). It is started again in 1 s; its deposits go on where they were.',
  );
  expect(
    standIn.calls.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/records') && !path.includes('/draft')),
  ).toHaveLength(1);
});

it('closing the application lets the thread end its step, and gives its job back at once', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const first = await startApp(standIn, folder, { shutdownMs: 1 });
  standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 5_000 });
  const { id } = await first.deposits.add(await depositOf(folder, 'scan-1'));
  await until(first.deposits, id, ({ recordId }) => recordId !== undefined);
  await first.close();
  const next = await startApp(standIn, folder, { run: false });
  expect(await next.deposits.get(id)).toMatchObject({ state: 'queued' });
});

it('a thread that has nothing to do ends, and another one starts with the next deposit', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const started: Worker[] = [];
  const listen = (worker: Worker) => worker.threadName === 'zenodo-deposits' && started.push(worker);
  process.on('worker', listen);
  onTestFinished(() => void process.off('worker', listen));
  const data = () => ({ url: standIn.url, token: standIn.tokens.owner });
  const { deposits, log } = await startApp(standIn, folder, { thread: { file, data, restMs: 100 } });
  expect(started).toHaveLength(0);
  const first = await deposits.add(await depositOf(folder, 'scan-1'));
  await untilState(deposits, first.id, 'findable');
  await once(started[0]!, 'exit');
  const second = await deposits.add(await depositOf(folder, 'scan-2'));
  await untilState(deposits, second.id, 'findable');
  expect(started).toHaveLength(2);
  expect(log).toEqual([]);
});

it('the thread of the README deposits', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  vi.stubEnv('ZENODO_TOKEN', standIn.tokens.owner).stubEnv('ZENODO_URL', standIn.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { deposits } = await startApp(standIn, folder, { thread: { file: new URL('./_readme/deposits-thread.ts', import.meta.url) } });
  const { id } = await deposits.add(await depositOf(folder, 'scan-1'));
  await untilState(deposits, id, 'published', 'findable');
});

it('a file that is not there is refused when the application starts', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const thread = { file: new URL('./absent.js', import.meta.url) };
  await expect(startApp(standIn, folder, { thread })).rejects.toThrow(
    /"deposits\.thread\.file" .*absent\.js is not there; name the built script/,
  );
});

it('a store of one database is shared with another thread, and closing that one leaves it open', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const { store } = await startApp(standIn, folder, { run: false });
  const other = await openSharedStore(store.share!().how);
  const sql = `INSERT INTO ${store.table('seen')} (job, state) VALUES (?, 'x')`;
  await Promise.all([store.write([{ sql, params: ['a'] }]), other.write([{ sql, params: ['b'] }])]);
  await other.close();
  expect(await store.query(`SELECT job FROM ${store.table('seen')} ORDER BY job`)).toEqual([{ job: 'a' }, { job: 'b' }]);
  await expect(other.query('SELECT 1')).rejects.toMatchObject({ problem: 'closed' });
});

it('Q-06 a clock that is set back while no thread is there makes no job wait until it is that late again', async () => {
  const [standIn, folder] = [await standInOf(), await tempFolder()];
  const hour = 3_600_000;
  let offsetMs = 0;
  const thread = { file, data: () => ({ url: standIn.url, token: standIn.tokens.owner }), restMs: 100 };
  const { deposits, store } = await startApp(standIn, folder, { thread, now: () => Date.now() + offsetMs, retryDelaysMs: [60_000] });
  standIn.faults.answer({ method: 'POST', path: '/api/records', times: 100 }, { status: 503 });
  const { id } = await deposits.add(await depositOf(folder, 'scan-1'));
  await untilState(deposits, id, 'waiting');
  standIn.faults.clear();
  // Written down while the clock was an hour ahead: due in two seconds, by that clock.
  offsetMs = hour;
  const sql = `UPDATE ${store.table('job')} SET due_at = ? WHERE id = ?`;
  await store.write([{ sql, params: [Date.now() + hour + 2_000, id] }]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  offsetMs = 0;
  await untilState(deposits, id, 'findable');
});
