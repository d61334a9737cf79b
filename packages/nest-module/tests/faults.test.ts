import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { startApp, until, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

it('while Zenodo is away a job waits and says until when; when it is back, the job is done', async () => {
  const folder = await tempFolder();
  const away = await startStandIn({ port: 0, folder: join(folder, 'zenodo') });
  const { deposits } = await startApp(away, join(folder, 'jobs.db'), { retryDelaysMs: [200] });
  await away.close();
  const { id } = await deposits.add(await depositOf(folder, 'away'));
  const waiting = await untilState(deposits, id, 'waiting');
  expect(waiting.nextAction).toMatch(
    /^Waiting: Zenodo did not answer \(connection refused\)\. Next try at \d\d:\d\d:\d\d UTC; given up on \d+ \w+ \d{4}\.$/,
  );
  const back = await startStandIn({ port: Number(new URL(away.url).port), folder: join(folder, 'zenodo') });
  onTestFinished(() => back.close());
  const job = await untilState(deposits, id, 'findable');
  expect(job.attempts).toBeGreaterThan(1);
  expect(back.calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202)).toHaveLength(1);
});

it('a job that never could be done is given up at its time, with the reason', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const share = Object.assign(new Error('The share //lab is away'), { code: 'ETIMEDOUT' });
  const openFile = () => Promise.reject(share);
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { giveUpAfterMs: 3_600_000, openFile, now });
  const { id } = await deposits.add(await depositOf(folder, 'never'));
  const waiting = await untilState(deposits, id, 'waiting');
  aheadMs = 3_600_000;
  const job = await untilState(deposits, id, 'failed');
  expect(job.problem).toMatch(/^Given up after \d+ tries\. The share \/\/lab is away\.$/);
  expect(job.updatedAt.getTime()).toBeGreaterThanOrEqual(waiting.giveUpAt.getTime());
});

it('what opens a file is in no row, also when the resolver of the application puts it into its error', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const openFile = () => Promise.reject(new Error('403 at https://bucket.example/scan.xy?X-Amz-Signature=abc123&x=1'));
  const { deposits, store } = await startApp(standIn, join(folder, 'jobs.db'), { openFile });
  const { id } = await deposits.add(await depositOf(folder, 'signed'));
  const job = await untilState(deposits, id, 'failed');
  expect(job.problem).toBe('403 at https://bucket.example/scan.xy?X-Amz-Signature=[secret]&x=1.');
  expect(JSON.stringify(await store.query(`SELECT * FROM ${store.table('job')}`))).not.toContain('abc123');
});

it.each(['https://bucket.example/scan.xy?X-Amz-Signature=abc123', 'https://me:pass@files.example/scan.xy'])(
  'a ref that opens the file by itself is refused before it is stored: %s',
  async (ref) => {
    const folder = await tempFolder();
    const standIn = await startStandIn({ port: 0 });
    onTestFinished(() => standIn.close());
    const { deposits } = await startApp(standIn, join(folder, 'jobs.db'), { run: false });
    const deposit = await depositOf(folder, 'ref');
    const refused = deposits.add({ ...deposit, files: [{ ...deposit.files[0]!, ref }] });
    await expect(refused).rejects.toThrow(
      'The ref of the file "scan.xy" holds a signature, password or token. Name the file alone, and let openFile add what opens it.',
    );
    expect(await deposits.list()).toEqual([]);
  },
);

it('an answer 503 is waited out', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  standIn.faults.answer({ method: 'POST', path: '/api/records', times: 2 }, { status: 503 });
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
  const { id } = await deposits.add(await depositOf(folder, 'busy'));
  const job = await untilState(deposits, id, 'findable');
  expect(job.problem).toBeUndefined();
});

it('a lost answer to publish makes no second record', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  standIn.faults.workThen({ method: 'POST', path: '*/actions/publish' }, { status: 504 });
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
  await untilState(deposits, (await deposits.add(await depositOf(folder, 'lost'))).id, 'findable');
  expect(standIn.calls.filter(({ method, path }) => method === 'POST' && path === '/api/records')).toHaveLength(1);
});

it('a file that Zenodo keeps wrong, twice, is not published and named', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  standIn.faults.wrongChecksum({ method: 'POST', path: '*/commit', times: 2 });
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
  const job = await untilState(deposits, (await deposits.add(await depositOf(folder, 'wrong'))).id, 'failed');
  expect(job.problem).toContain('"scan.xy"');
  expect(standIn.faults.pending).toBe(0);
  expect(standIn.calls.filter(({ path }) => path.endsWith('/actions/publish'))).toEqual([]);
});

it('a shutdown in mid-upload gives the job back, and the next start finishes it with one draft', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 30_000 });
  const path = join(folder, 'jobs.db');
  const first = await startApp(standIn, path, { shutdownMs: 50 });
  const { id } = await first.deposits.add(await depositOf(folder, 'stopped'));
  await until(first.deposits, id, ({ nextAction }) => nextAction === 'Running: uploading the files.');
  const began = Date.now();
  await first.close();
  expect(Date.now() - began).toBeLessThan(15_000);
  const idle = await startApp(standIn, path, { run: false });
  expect(await idle.deposits.get(id)).toMatchObject({ state: 'queued', attempts: 1 });
  await idle.close();
  const second = await startApp(standIn, path);
  expect(await untilState(second.deposits, id, 'findable')).toMatchObject({ attempts: 2 });
  expect(standIn.calls.filter(({ method, path: called }) => method === 'POST' && called === '/api/records')).toHaveLength(1);
});

it('Q-07 a worker that slept past its lease writes nothing more, and another one ends the job', async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const path = join(folder, 'jobs.db');
  // The first worker hangs while it opens the file, with a clock of its own that never lets it see its lease end.
  let wake: () => void = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const { openPathRef } = await import('../src/deposits/deposit-files.ts');
  const begun = Date.now();
  const slow = await startApp(standIn, path, {
    now: () => begun,
    leaseMs: 100,
    openFile: async (file) => {
      await asleep;
      return openPathRef(file);
    },
  });
  const { id } = await slow.deposits.add(await depositOf(folder, 'fenced'));
  await untilState(slow.deposits, id, 'running');
  const quickApp = await startApp(standIn, path);
  const job = await untilState(quickApp.deposits, id, 'findable');
  wake();
  await slow.close();
  expect(await quickApp.deposits.get(id)).toEqual(job);
  expect(standIn.calls.filter(({ path: called, status }) => called.endsWith('/actions/publish') && status === 202)).toHaveLength(1);
});
