import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import type { JobFile } from '../src/index.ts';
import { startApp, until, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const script = fileURLToPath(new URL('./_children/depositing-app.ts', import.meta.url));
const gibibyte = 1024 ** 3;

/** Three gibibytes of zeros that take no room, with their MD5. */
async function largeFile(folder: string): Promise<JobFile> {
  const path = join(folder, 'large.dat');
  const file = await open(path, 'w');
  await file.truncate(3 * gibibyte);
  await file.close();
  return { key: 'large.dat', size: 3 * gibibyte, md5: 'c698c87fb53058d493492b61f4c74189', ref: `path:${path}` };
}

it('closing in the middle of a large upload gives the job back at once, and another process ends it without sending again what is there', {
  timeout: 300_000,
}, async () => {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0, folder: join(folder, 'zenodo') });
  onTestFinished(() => standIn.close());
  const path = join(folder, 'jobs.db');
  const closing = await startApp(standIn, path, { shutdownMs: 200, leaseMs: 600_000 });
  const small = await fileIn(folder, 'small.xy', '5.0 12\n');
  const { id } = await closing.deposits.add(await depositOf(folder, 'large', { files: [small, await largeFile(folder)] }));
  const sentOf = (key: string) =>
    standIn.calls.filter(({ method, path: called }) => method === 'PUT' && called.endsWith(`/files/${key}/content`));
  await until(closing.deposits, id, ({ progress }) => (progress?.sentBytes ?? 0) > gibibyte / 8);
  const began = Date.now();
  await closing.close();
  expect(Date.now() - began).toBeLessThan(5_000);

  const idle = await startApp(standIn, path, { run: false });
  const given = await idle.deposits.get(id);
  expect(given).toMatchObject({ state: 'queued', attempts: 1, recordId: expect.any(String), journal: { draftId: given.recordId } });
  const [row] = await idle.store.query(`SELECT lease_owner, due_at FROM ${idle.store.table('job')} WHERE id = ?`, [id]);
  expect(row?.['lease_owner']).toBeNull();
  expect(Number(row?.['due_at'])).toBeLessThanOrEqual(Date.now());

  const args = ['--disable-warning=ExperimentalWarning', script, standIn.url, standIn.tokens.owner, path, '30000'];
  const other = spawn(process.execPath, args, { stdio: 'inherit' });
  onTestFinished(async () => {
    other.kill('SIGKILL');
    if (other.exitCode === null && other.signalCode === null) await once(other, 'exit');
  });
  await expect.poll(async () => (await idle.deposits.get(id)).state, { timeout: 250_000, interval: 200 }).toBe('findable');
  expect(await untilState(idle.deposits, id, 'findable')).toMatchObject({ attempts: 2, recordId: given.recordId });
  expect(sentOf('small.xy')).toHaveLength(1);
  expect(sentOf('large.dat')).toHaveLength(2);
  expect(standIn.calls.filter(({ method, path: called }) => method === 'POST' && called === '/api/records')).toHaveLength(1);
});
