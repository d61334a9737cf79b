/**
 * P11: durable 202s for bodies of 2 KB over 32 connections, against the same gateway with a store that keeps nothing (≥ 0.65 of
 * its rate), and against one that gives each request a transaction of its own on a disk whose fsync takes 2 ms more (≥ 13 times its rate).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, serve } from './lib/child.mjs';
import { pairs, report } from './lib/pairs.mjs';
import { benchFolder } from './lib/payload.mjs';
import { slowFsync } from './lib/slow-fsync.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const routes = path.join(here, 'routes');

export async function gateway({ rounds = 7 } = {}) {
  const figures = { durable: [], forgetful: [] };
  const run = async (kind, disk) => {
    const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
    const server = await serve(path.join(here, 'servers/gateway.mjs'), [folder, routes, kind], disk);
    try {
      const load = await measure(process.execPath, [path.join(here, 'clients/load.mjs'), server.url, server.token]);
      if (load.figures.refused > 0) throw new Error(`The ${kind} gateway refused ${load.figures.refused} requests; the rate says nothing.`);
      if (!disk) figures[kind].push(load.figures);
      return { seconds: load.figures.seconds * 1000, peakBytes: server.peakBytes() };
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  };
  const rows = await pairs({
    rounds,
    baseline: 'store that keeps nothing',
    variants: { 'store that keeps nothing': () => run('forgetful'), 'SQLite, synced before each answer': () => run('durable') },
  });
  report('202s for 2 KB bodies, 32 connections: seconds for 1,000 requests', rows);
  for (const [kind, all] of Object.entries(figures)) {
    const middle = (name) => all.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(all.length / 2)];
    process.stdout.write(
      `  ${kind.padEnd(10)} ${middle('rps').toFixed(0)} a second, p50 ${middle('p50Ms').toFixed(1)} ms, p99 ${middle('p99Ms').toFixed(1)} ms\n`,
    );
  }
  const share = 1 / rows[1].ratio;
  const goals = [{ goal: 'durable 202s at ≥ 0.65 × the rate without a store', value: share, met: share >= 0.65 }];
  const disk = await slowFsync();
  if (!disk) {
    process.stdout.write('  left out: a disk whose fsync takes 2 ms more needs cc and Linux\n');
    return goals;
  }
  const slow = await pairs({
    rounds: Math.min(rounds, 3),
    baseline: 'a transaction each',
    variants: { 'a transaction each': () => run('each', disk), 'shared commits': () => run('durable', disk) },
  });
  report('the same when fsync takes 2 ms more', slow);
  const times = 1 / slow[1].ratio;
  return [...goals, { goal: 'with fsync + 2 ms, ≥ 13 × a transaction a request', value: times, met: times >= 13 }];
}
