/** P12: how long a 202 takes at 1,000 requests a second, whether the gateway keeps up or not: p99 ≤ 15 ms. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, serve } from './lib/child.mjs';
import { benchFolder } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const client = path.join(here, 'clients/open-loop.mjs');

export async function gatewayLatency({ rounds = 3, quick = false } = {}) {
  const fast = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    fast.push(await withGateway((server) => load(server, 1000, quick ? 4 : 8)));
  }
  const p99 = median(fast.map((one) => one.p99Ms));
  process.stdout.write(`  1,000 a second: p50 ${median(fast.map((one) => one.p50Ms)).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms\n`);
  return [{ goal: '202 within 15 ms at 1,000 a second, open loop (p99)', value: p99, met: p99 <= 15 }];
}

async function withGateway(use) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
  const server = await serve(path.join(here, 'servers/gateway.mjs'), [folder, path.join(here, 'routes'), 'durable']);
  try {
    return await use(server);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function load({ url, token }, rate, seconds) {
  const { figures } = await measure(process.execPath, [client, url, token, '--rate', String(rate), '--seconds', String(seconds)]);
  if (figures.refused > 0) throw new Error(`The gateway refused ${figures.refused} of ${figures.sent} requests; the times say nothing.`);
  return figures;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
