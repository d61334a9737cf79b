/**
 * P12: how long a 202 takes at 1,000 requests a second, whether the gateway keeps up or not: p99 ≤ 15 ms.
 * P13: at 300 a second while deposits of 256 MiB leave from the same gateway: p99 ≤ 1.7 × that of the same gateway with nothing to deposit.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { measure, serve } from './lib/child.mjs';
import { benchFolder, payload } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const client = path.join(here, 'clients/open-loop.mjs');
const bigBytes = 256 * 1024 * 1024;
const bigFiles = 6;

export async function gatewayLatency({ rounds = 3, quick = false } = {}) {
  const seconds = quick ? 4 : 8;
  const fast = [];
  const ratios = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    fast.push(await withGateway([], (server) => load(server, 1000, seconds)));
    const idle = await withGateway([], (server) => load(server, 300, seconds));
    const zenodo = await serve(path.join(here, 'servers/zenodo.mjs'));
    const busy = await withGateway([zenodo.url, zenodo.token], async (server) => {
      await sendBig(server);
      const figures = await load(server, 300, seconds);
      return { ...figures, sentBytes: (await uploads(server)) * bigBytes };
    }).finally(() => zenodo.close());
    ratios.push(busy.p99Ms / idle.p99Ms);
    process.stdout.write(
      `  300 a second: idle p50 ${idle.p50Ms.toFixed(1)} p99 ${idle.p99Ms.toFixed(1)} ms; while ${(busy.sentBytes / 1e6).toFixed(0)} MB leave p50 ${busy.p50Ms.toFixed(1)} p99 ${busy.p99Ms.toFixed(1)} ms\n`,
    );
  }
  const p99 = median(fast.map((one) => one.p99Ms));
  process.stdout.write(`  1,000 a second: p50 ${median(fast.map((one) => one.p50Ms)).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms\n`);
  const ratio = median(ratios);
  return [
    { goal: '202 within 15 ms at 1,000 a second, open loop (p99)', value: p99, met: p99 <= 15 },
    { goal: 'p99 ≤ 1.7 × idle while big deposits leave', value: ratio, met: ratio <= 1.7 },
  ];
}

async function withGateway(zenodo, use) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
  const server = await serve(path.join(here, 'servers/gateway.mjs'), [folder, path.join(here, 'routes'), 'durable', ...zenodo]);
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

async function sendBig({ url, token }) {
  const file = await payload(bigBytes);
  for (let n = 0; n < bigFiles; n += 1) {
    const answer = await request(`${url}/in/xrd/big-${n}/scan.xy`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-length': String(bigBytes) },
      body: createReadStream(file),
    });
    await answer.body.dump();
    if (answer.statusCode !== 202) throw new Error(`A big file was answered ${answer.statusCode}.`);
  }
}

/** Files of deposits that reached Zenodo: the big ones, which were first. */
async function uploads({ url }) {
  const { body } = await request(`${url}/metrics`);
  return Math.min(bigFiles, Number(/^gateway_deposit_steps_total\{step="uploaded"\} (\d+)$/m.exec(await body.text())?.[1] ?? 0));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
