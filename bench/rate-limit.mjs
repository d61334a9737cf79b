/**
 * P6: many calls under Zenodo's rate limits, over the real client on a virtual clock. Goal: no 429, nothing lost, and at
 * most 1.05 × the time of one who knows the server's counters; for fixed and moving windows and a limit that changes.
 * Beside it what clients usually do: not care, wait for `Retry-After`, back off.
 */
import { createZenodo, LocalRateBudget } from '@zenodo-connect/core/portable';
import { LimitedServer } from './lib/limited-server.mjs';
import { VirtualTime } from './lib/virtual-time.mjs';

/** @type {Record<string, import('./lib/limited-server.mjs').Limits & { calls: number, workers: number }>} */
export const scenarios = {
  'fixed window, 1000 a minute': { window: 'fixed', limit: 1000, latencyMs: 100, calls: 4500, workers: 16 },
  'moving window, 1000 a minute': { window: 'moving', limit: 1000, latencyMs: 100, calls: 4500, workers: 16 },
  'fixed window, 133 a minute': { window: 'fixed', limit: 133, latencyMs: 100, calls: 600, workers: 8 },
  'moving window, 133 a minute': { window: 'moving', limit: 133, latencyMs: 100, calls: 600, workers: 8 },
  'moving window, 30 a minute': { window: 'moving', limit: 30, latencyMs: 300, calls: 140, workers: 4 },
  'moving window, used evenly': { window: 'moving', limit: 133, latencyMs: 400, calls: 600, workers: 1 },
  'lowered from 1000 to 100 in mid-run': {
    window: 'fixed',
    limit: 1000,
    changes: { afterMs: 70_000, limit: 100 },
    latencyMs: 100,
    calls: 2200,
    workers: 16,
  },
  'lowered while it is used up, moving': {
    window: 'moving',
    limit: 1000,
    changes: { afterMs: 3000, limit: 60 },
    latencyMs: 100,
    calls: 800,
    workers: 16,
  },
  'raised from 60 to 300 in mid-run': {
    window: 'fixed',
    limit: 60,
    changes: { afterMs: 90_000, limit: 300 },
    latencyMs: 100,
    calls: 800,
    workers: 8,
  },
};

/** What a caller does with a call that has to come through. Answers false when the call is lost. */
const clients = {
  'knows all': (time, server) => async () => {
    for (let waitMs = server.waitMs(); waitMs > 0; waitMs = server.waitMs()) await time.sleep(waitMs);
    return (await server.sendNow()).status === 200;
  },
  core: (time, server) => {
    const transport = { send: () => server.send(), sleep: (ms) => time.sleep(ms) };
    const zenodo = createZenodo({ environment: 'sandbox', token: 'none', transport, now: time.now, rateBudget: new LocalRateBudget() });
    return async () => (await zenodo.drafts.get('1')).id === '1';
  },
  'does not care': (_time, server) => async () => (await server.send()).status === 200,
  'waits for Retry-After': (time, server) => async () => {
    for (let tries = 0; tries < 10; tries++) {
      const { status, headers } = await server.send();
      if (status === 200) return true;
      await time.sleep(Number(headers['retry-after'] ?? 60) * 1000);
    }
    return false;
  },
  'backs off': (time, server) => async () => {
    for (let tries = 0; tries < 10; tries++) {
      if ((await server.send()).status === 200) return true;
      await time.sleep(1000 * 2 ** tries);
    }
    return false;
  },
};

/**
 * One client's run through one scenario.
 *
 * @param {keyof typeof clients} name
 * @param {(typeof scenarios)[string]} scenario
 */
export async function play(name, { calls, workers, ...limits }) {
  const time = new VirtualTime();
  const server = new LimitedServer(time, limits);
  const call = clients[name](time, server);
  const began = time.now();
  let left = calls;
  let lost = 0;
  const work = async () => {
    while (left-- > 0) if (!(await call())) lost += 1;
  };
  await time.run(Promise.all(Array.from({ length: workers }, work)));
  return { seconds: (time.now() - began) / 1000, refused: server.refused, lost };
}

export async function rateLimit({ quick = false } = {}) {
  const goals = [];
  for (const [title, scenario] of Object.entries(scenarios)) {
    if (quick && scenario.calls > 1000) continue;
    process.stdout.write(`\n${title}: ${scenario.calls} calls, ${scenario.workers} at once, ${scenario.latencyMs} ms each\n`);
    const rows = [];
    for (const name of Object.keys(clients)) rows.push({ name, ...(await play(name, scenario)) });
    const [theory, core] = rows;
    for (const row of rows) {
      process.stdout.write(
        `  ${row.name.padEnd(22)} ${row.seconds.toFixed(1).padStart(7)} s  ratio ${(row.seconds / theory.seconds).toFixed(3)}  429s ${row.refused}  lost ${row.lost}\n`,
      );
    }
    process.stdout.write(`${JSON.stringify({ title, rows })}\n`);
    const ratio = core.seconds / theory.seconds;
    goals.push({ goal: `P6 ${title}: no 429, none lost`, value: core.refused + core.lost, met: core.refused + core.lost === 0 });
    goals.push({ goal: `P6 ${title}: ≤ 1.05 × theory`, value: ratio, met: ratio <= 1.05 });
  }
  return goals;
}
