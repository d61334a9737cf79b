/**
 * P13: how long a 202 takes at 300 requests a second while files of 1 GiB leave from the same gateway: p99 ≤ 1.7 × that of a gateway
 * with nothing to deposit, at the upload rate of a gateway that deposits in the thread which answers requests.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { measure, serve } from './lib/child.mjs';
import { md5Of } from './lib/md5.mjs';
import { benchFolder, payload } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const client = path.join(here, 'clients/open-loop.mjs');
const deposits = 200;

export async function gatewayWhileUploading({ rounds = 3, quick = false } = {}) {
  const bytes = (quick ? 256 : 1024) * 1024 * 1024;
  const file = await payload(bytes);
  const large = { file, bytes, md5: await md5Of(file), seconds: quick ? 4 : 8 };
  const figures = { idle: [], here: [], thread: [] };
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    for (const how of round % 2 ? ['thread', 'idle', 'here'] : ['here', 'idle', 'thread']) figures[how].push(await one(how, large));
  }
  process.stdout.write('\nAcknowledgements at 300 a second, medians\n');
  for (const [how, all] of Object.entries(figures)) {
    const { p50Ms, p99Ms, rate } = medians(all);
    process.stdout.write(
      `  ${names[how].padEnd(44)} p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms  ${(rate / 1e6).toFixed(0)} MB a second leave\n`,
    );
  }
  const ratios = (how) => figures[how].map(({ p99Ms }, round) => p99Ms / figures.idle[round].p99Ms);
  const [ratio, inThread] = [median(ratios('thread')), median(ratios('here'))];
  const rate = median(figures.thread.map((each, round) => each.rate / figures.here[round].rate));
  process.stdout.write(`  p99 by idle: ${ratio.toFixed(2)} from a thread, ${inThread.toFixed(2)} without\n`);
  return [
    { goal: 'P13 p99 ≤ 1.7 × idle while files of 1 GiB leave', value: ratio, met: ratio <= 1.7 },
    { goal: 'P13 uploads ≥ 0.9 × the rate without a thread', value: rate, met: rate >= 0.9 },
  ];
}

const names = {
  idle: 'nothing to deposit',
  here: 'deposits in the thread that answers requests',
  thread: 'deposits in their own thread',
};

async function one(how, { file, bytes, md5, seconds }) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
  const zenodo = await serve(path.join(here, 'servers/drafts.py'), [String(bytes), md5]);
  const args = [folder, path.join(here, 'routes'), zenodo.url, how, file, String(deposits)];
  const server = await serve(path.join(here, 'servers/depositing.mjs'), args);
  try {
    const [before, began] = [await receivedBy(zenodo), performance.now()];
    const { figures } = await measure(process.execPath, [client, server.url, server.token, '--rate', '300', '--seconds', String(seconds)]);
    if (figures.refused > 0) throw new Error(`The gateway refused ${figures.refused} of ${figures.sent} requests; the times say nothing.`);
    const rate = ((await receivedBy(zenodo)) - before) / ((performance.now() - began) / 1000);
    if (how !== 'idle' && rate === 0) throw new Error('Nothing left for Zenodo; the times say nothing.');
    return { ...figures, rate };
  } finally {
    await server.close();
    await zenodo.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function receivedBy({ url }) {
  const { body } = await request(`${url}/count`);
  return (await body.json()).received;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (all) => ({
  p50Ms: median(all.map((one) => one.p50Ms)),
  p99Ms: median(all.map((one) => one.p99Ms)),
  rate: median(all.map((one) => one.rate)),
});
