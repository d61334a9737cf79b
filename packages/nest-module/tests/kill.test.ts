import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, startApp, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const script = new URL('./_children/depositing-app.ts', import.meta.url).pathname;

/** Runs the built package, as users do, with the worker thread from `dist`. */
function spawnApp({ url, tokens }: StandIn, path: string) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, url, tokens.owner, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('a process killed again and again ends each deposit in exactly one record', { timeout: 60_000 }, async () => {
  const folder = await tempFolder();
  const path = join(folder, 'jobs.db');
  const standIn = await startStandIn({ port: 0, indexLagMs: 50 });
  onTestFinished(() => standIn.close());
  const { deposits } = await startApp(standIn, path, { run: false });
  const keys = ['k1', 'k2', 'k3', 'k4'];
  const jobs = await Promise.all(keys.map(async (key, n) => deposits.add(await depositOf(folder, key, { series: `s${n % 2}` }))));
  for (let kills = 0; kills < 5; kills++) {
    const child = spawnApp(standIn, path);
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 20 + 45 * kills));
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const last = spawnApp(standIn, path);
  const ended = await Promise.all(jobs.map(({ id }) => untilState(deposits, id, 'findable')));
  last.kill('SIGKILL');
  await once(last, 'exit');
  const records: string[] = [];
  for await (const { id } of new Zenodo(clientOf(standIn)).records.own()) records.push(id);
  expect(records.toSorted()).toEqual(ended.map(({ recordId }) => recordId!).toSorted());
});
