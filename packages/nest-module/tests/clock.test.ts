import { join } from 'node:path';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { openPathRef } from '../src/deposits/deposit-files.ts';
import { startApp, untilState } from './_util/app.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

const hour = 3_600_000;

async function world() {
  const [folder, standIn] = [await tempFolder(), await startStandIn({ port: 0 })];
  onTestFinished(() => standIn.close());
  return { folder, standIn, path: join(folder, 'jobs.db') };
}

/** A clock that can be set. */
function clock(offsetMs = 0) {
  const state = { offsetMs };
  return { state, now: () => Date.now() + state.offsetMs };
}

const published = ({ calls }: StandIn): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;

it('Q-06 a clock that is set back by an hour makes no job wait for an hour', async () => {
  const { folder, standIn, path } = await world();
  const { state, now } = clock();
  const { deposits } = await startApp(standIn, path, { now, retryDelaysMs: [500] });
  standIn.faults.answer({ method: 'POST', path: '/api/records', times: 100 }, { status: 503 });
  const { id } = await deposits.add(await depositOf(folder, 'waits'));
  await untilState(deposits, id, 'waiting');
  state.offsetMs = -hour;
  standIn.faults.clear();
  await untilState(deposits, id, 'findable');
  expect(published(standIn)).toBe(1);
});

it.each([
  ['set on', hour],
  ['set back', -hour],
])('Q-06 while a job runs the clock is %s by an hour: it runs on, once', async (_how, stepMs) => {
  const { folder, standIn, path } = await world();
  const { state, now } = clock();
  let wake: () => void = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const { deposits, store } = await startApp(standIn, path, {
    now,
    leaseMs: 3_000,
    openFile: async (file) => {
      await asleep;
      return openPathRef(file);
    },
  });
  const { id } = await deposits.add(await depositOf(folder, 'runs'));
  await untilState(deposits, id, 'running');
  state.offsetMs = stepMs;
  const awayMs = async () => {
    const [row] = await store.query(`SELECT due_at FROM ${store.table('job')} WHERE id = ?`, [id]);
    return Math.abs(Number(row?.['due_at']) - now());
  };
  await expect.poll(awayMs).toBeLessThan(10_000);
  wake();
  expect(await untilState(deposits, id, 'findable')).toMatchObject({ attempts: 1 });
  expect(published(standIn)).toBe(1);
});

it('Q-06 two processes whose clocks are two hours apart publish each deposit once, in the order of its series', {
  timeout: 180_000,
}, async () => {
  const { folder, standIn, path } = await world();
  const early = await startApp(standIn, path, { now: clock(-hour).now, owner: 'early' });
  const late = await startApp(standIn, path, { now: clock(hour).now, owner: 'late' });
  const ids: string[] = [];
  for (let n = 0; n < 16; n += 1) {
    const { deposits } = n % 2 === 0 ? early : late;
    ids.push((await deposits.add(await depositOf(folder, `skewed-${n}`, { series: `series ${n % 3}`, content: `${n}` }))).id);
  }
  const jobs = [];
  for (const id of ids) jobs.push(await untilState(early.deposits, id, 'findable'));
  expect(published(standIn)).toBe(ids.length);
  expect(new Set(jobs.map(({ doi }) => doi)).size).toBe(ids.length);
  for (const series of [0, 1, 2]) {
    const records = jobs.filter((_, n) => n % 3 === series).map(({ recordId }) => Number(recordId));
    expect(records).toEqual([...records].sort((a, b) => a - b));
  }
});
