import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, startApp, until, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const script = fileURLToPath(new URL('./_children/depositing-app.ts', import.meta.url));

/** Runs the built package, as users do, with the worker thread from `dist`. */
function spawnApp({ url, tokens }: StandIn, path: string, leaseMs = 30_000): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', script, url, tokens.owner, path, String(leaseMs)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Waits for the nth call from now, so that what comes next hits the deposit at another step each time; or until all is done. */
async function callsFromNow({ calls }: StandIn, count: number): Promise<void> {
  const enough = calls.length + count;
  const latest = Date.now() + 5_000;
  while (calls.length < enough && Date.now() < latest) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function ownRecords(standIn: StandIn): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of new Zenodo(clientOf(standIn)).records.own({ allVersions: true })) ids.push(id);
  return ids.toSorted();
}

it('a process killed again and again ends each deposit in exactly one record', { timeout: 180_000 }, async () => {
  const folder = await tempFolder();
  const path = join(folder, 'jobs.db');
  const standIn = await startStandIn({ port: 0, indexLagMs: 50 });
  onTestFinished(() => standIn.close());
  const { deposits } = await startApp(standIn, path, { run: false });
  const keys = ['k1', 'k2', 'k3', 'k4'];
  const jobs = await Promise.all(
    keys.map(async (key, n) => deposits.add(await depositOf(folder, key, { series: `s${n % 2}`, content: key }))),
  );
  for (let kills = 0; kills < 8; kills++) {
    const child = spawnApp(standIn, path);
    await callsFromNow(standIn, 1 + 2 * kills);
    await kill(child);
  }
  const last = spawnApp(standIn, path);
  const ended = await Promise.all(jobs.map(({ id }) => untilState(deposits, id, 'findable')));
  await kill(last);
  expect(await ownRecords(standIn)).toEqual(ended.map(({ recordId }) => recordId!).toSorted());
  expect(new Set(ended.map(({ conceptDoi }) => conceptDoi)).size).toBe(2);
  // Most kills have met a deposit on its way.
  expect(ended.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(8);
});

it('Q-07 a process stopped past its lease leaves what another one made as it is', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'jobs.db');
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const { deposits } = await startApp(standIn, path, { run: false });
  const { id } = await deposits.add(await depositOf(folder, 'stopped'));
  standIn.faults.delay({ method: 'POST', path: '*/actions/publish' }, { ms: 2_000 });
  const stopped = spawnApp(standIn, path, 4_000);
  // It sleeps while it waits for the answer to its publish call, and holds no lock of the database then.
  await until(deposits, id, ({ nextAction }) => nextAction === 'Running: publishing.');
  await new Promise((resolve) => setTimeout(resolve, 50));
  stopped.kill('SIGSTOP');
  const other = await startApp(standIn, path);
  const job = await untilState(other.deposits, id, 'findable');
  stopped.kill('SIGCONT');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await deposits.get(id)).toEqual(job);
  expect(job.attempts).toBe(2);
  expect(await ownRecords(standIn)).toEqual([job.recordId]);
});
