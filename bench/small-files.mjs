/**
 * P5: many small files in one draft, each answer taking the server a while. Ideal is one start for all and then
 * ceil(N / c) times two answers. Goals: 92 % of ideal at 100 ms for 1 to 16 at once, 80 % at 20 ms; at 16 at once at least
 * 13 × as fast as a script that goes file by file; 2 requests a file and a constant, also in a whole deposit.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileFromBuffer, Zenodo } from '@zenodo-connect/core';
import { startStandIn } from '@zenodo-connect/stand-in';
import { measure, serve } from './lib/child.mjs';
import { script } from './lib/clients.mjs';
import { benchFolder } from './lib/payload.mjs';
import { has, publicClients } from './lib/yardsticks.mjs';

export async function smallFiles({ rounds = 7, quick = false } = {}) {
  const count = quick ? 32 : 100;
  const goals = [];
  process.stdout.write(`\n${count} files of 100 KB in one draft\n`);
  const at16 = await matrix({ count, thinkMs: 100, share: 0.92, atOnce: quick ? [4, 16] : [1, 4, 8, 16], rounds, goals });
  await matrix({ count: count * 3, thinkMs: 20, share: 0.8, atOnce: [8], rounds, goals });
  if (has('python requests')) {
    const { seconds } = await against(100, (url) => measure('python3', [script('clients/requests-small-files.py'), url, String(count)]));
    process.stdout.write(
      `  python requests, file by file: ${seconds.toFixed(2)} s, ${(seconds / at16).toFixed(1)} × core with 16 at once\n`,
    );
    goals.push({ goal: 'P5 ≥ 13 × a script that goes file by file', value: seconds / at16, met: seconds / at16 >= 13 });
  }
  if (has('zenodo-client')) {
    const files = await smallFilesOnDisk(count);
    const { seconds } = await against(100, (url) => measure(publicClients(), [script('clients/zenodo-client-upload.py'), url, ...files]));
    process.stdout.write(
      `  zenodo-client, one request a file, file by file: ${seconds.toFixed(2)} s, ${(seconds / at16).toFixed(1)} × core with 16 at once\n`,
    );
  }
  const [few, many] = [await requestsOfDeposit(10), await requestsOfDeposit(60)];
  const each = (many - few) / 50;
  process.stdout.write(
    `  a whole deposit, published: ${few} requests with 10 files, ${many} with 60: ${each} a file and ${few - 10 * each} others\n`,
  );
  goals.push({ goal: 'P5 requests a file ≤ 2', value: each, met: each <= 2 });
  return goals;
}

async function smallFilesOnDisk(count) {
  const folder = path.join(await benchFolder(), 'small');
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, at) => path.join(folder, `${at}.bin`));
  for (const file of files) await writeFile(file, randomBytes(100_000));
  return files;
}

async function matrix({ count, thinkMs, share, atOnce, rounds, goals }) {
  let last = 0;
  for (const c of atOnce) {
    // One at a time takes long and always the same.
    const times = [];
    for (let round = 0; round < (c === 1 ? 1 : Math.min(rounds, 5)); round += 1) {
      const { seconds, requests } = await against(thinkMs, (url) =>
        measure(process.execPath, [script('clients/core-small-files.mjs'), url, String(count), String(c)]),
      );
      if (requests !== 2 * count + 1) throw new Error(`${requests} requests for ${count} files: the goal is 2 a file and one start.`);
      times.push(seconds);
    }
    last = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
    const ideal = ((1 + 2 * Math.ceil(count / c)) * thinkMs) / 1000;
    process.stdout.write(
      `  ${count} files, ${thinkMs} ms, ${String(c).padStart(2)} at once: ${last.toFixed(2)} s, ideal ${ideal.toFixed(2)} s, reached ${((ideal / last) * 100).toFixed(0)} %\n`,
    );
    goals.push({ goal: `P5 ${c} at once, ${thinkMs} ms: share of ideal ≥ ${share}`, value: ideal / last, met: ideal / last >= share });
  }
  return last;
}

/** Runs a client against a fresh server; answers its seconds and the server's count of requests. */
async function against(thinkMs, run) {
  const server = await serve(script('servers/draft.mjs'), [String(thinkMs)]);
  try {
    const { seconds } = await run(server.url);
    const { requests } = await (await fetch(`${server.url}/count`)).json();
    return { seconds, requests };
  } finally {
    await server.close();
  }
}

/** How many requests a deposit with so many files makes, from its key to the published record. */
async function requestsOfDeposit(count) {
  const standIn = await startStandIn({ port: 0 });
  try {
    const zenodo = new Zenodo({ baseUrl: standIn.url, dataciteUrl: standIn.url, token: standIn.tokens.owner });
    const creators = [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }];
    const metadata = { title: 'Many small files', resource_type: { id: 'dataset' }, creators };
    const files = Array.from({ length: count }, (_, at) => fileFromBuffer(`${at}.txt`, `file ${at}`));
    await zenodo.deposit({ key: `bench/${count}`, metadata, files, finish: 'publish' });
    // Looking until the list of own records has caught up takes as often as the clock wants.
    return standIn.calls.filter(({ method, path }) => !(method === 'GET' && path.startsWith('/api/user/records'))).length;
  } finally {
    await standIn.close();
  }
}
