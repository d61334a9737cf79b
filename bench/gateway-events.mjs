/**
 * How long after a change at Zenodo the gateway's subscriber has its event: records that are published, and edited afterwards, beside the
 * gateway. Goal: p95 ≤ 90 s with at most a tenth of the searches.
 *
 * Time runs ten times as fast: the gateway may use all of Zenodo's 30 searches a minute instead of a tenth of them, the index lags a tenth of
 * Zenodo's 1.5 s, and what is measured counts tenfold. What needs no Zenodo (the database, the delivery) is counted tenfold too.
 */

import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileFromBuffer, Zenodo } from '@zenodo-connect/core';
import { startGateway } from '@zenodo-connect/gateway';
import { startStandIn } from '@zenodo-connect/stand-in';
import { benchFolder } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const speed = 10;
const share = 0.1;
const searchesAMinute = 30;
const secret = `whsec_${Buffer.from('only for this benchmark, 32 byte').toString('base64')}`;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function gatewayEvents({ quick = false } = {}) {
  const { latencies, missed, searches, minutes } = await play(quick ? 12 : 60);
  const sorted = latencies.toSorted((a, b) => a - b);
  const p95 = (sorted[Math.ceil(0.95 * sorted.length) - 1] * speed) / 1000;
  const mean = (sorted.reduce((sum, one) => sum + one, 0) / sorted.length) * (speed / 1000);
  const used = searches / (minutes * speed) / searchesAMinute;
  process.stdout.write(
    `  ${sorted.length} changes, ${missed} missed, in ${(minutes * speed).toFixed(0)} minutes of Zenodo's: mean ${mean.toFixed(1)} s, p95 ${p95.toFixed(1)} s, ${(100 * used).toFixed(1)} % of the searches\n`,
  );
  return [
    { goal: 'a change at Zenodo to its event: p95 seconds', value: p95, met: p95 <= 90 },
    { goal: 'share of the search budget', value: used, met: used <= share },
    { goal: 'changes without an event', value: missed, met: missed === 0 },
  ];
}

async function play(changes) {
  const closing = [];
  try {
    const zenodo = await startStandIn({ port: 0, indexLagMs: 1_500 / speed, rateLimits: true });
    closing.push(() => zenodo.close());
    const heard = new Map();
    const { url, close } = await listener((event) => {
      const key = `${event.type} ${event.subject}`;
      if (!heard.has(key)) heard.set(key, performance.now());
    });
    closing.push(close);
    const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await mkdir(path.join(folder, 'routes'));
    await copyFile(path.join(here, 'routes/xrd.yaml'), path.join(folder, 'routes/xrd.yaml'));
    const gateway = await startGateway({
      folder: path.join(folder, 'data'),
      listen: { port: 0 },
      zenodo: { url: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url },
      routes: path.join(folder, 'routes'),
      subscribers: [{ name: 'bench', url, secret, allowPrivate: true, events: ['record.published', 'metadata.changed'] }],
      observe: { own: true, share: share * speed },
    });
    closing.push(() => gateway.close());
    // The first looks say what is there already; what comes after them is news.
    while (!zenodo.calls.some(({ path: at }) => at.startsWith('/api/user/records'))) await pause(50);
    await pause(5_000);
    return await changesOf(zenodo, changes, heard);
  } finally {
    for (const end of closing.toReversed()) await end();
  }
}

/** Half of the changes are records that are published, the others are edits of these, one after another at uneven times. */
async function changesOf(zenodo, count, heard) {
  const client = new Zenodo({ baseUrl: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url });
  const [startedAt, before] = [performance.now(), searchesOf(zenodo)];
  const made = [];
  for (let n = 0; n < count / 2; n += 1) {
    // Not by a deposit, which searches too.
    const draft = await client.drafts.create({ metadata: metadataOf(n) });
    await client.files.upload(draft.id, fileFromBuffer('a.txt', `${n}`));
    const record = await client.drafts.publish(draft.id);
    made.push({ key: `record.published ${record.id}`, at: performance.now() });
    await pause(300 + ((n * 397) % 1_700));
    const edited = made.length > 6 && n % 2 === 1 ? made.at(-5) : undefined;
    if (edited?.key.startsWith('record.published')) {
      const id = edited.key.split(' ')[1];
      await client.drafts.edit(id);
      await client.drafts.update(id, { metadata: { title: `Edited ${n}` } });
      await client.drafts.publish(id);
      made.push({ key: `metadata.changed ${id}`, at: performance.now() });
    }
  }
  for (let waited = 0; made.some(({ key }) => !heard.has(key)) && waited < 30_000; waited += 100) await pause(100);
  const latencies = made.flatMap(({ key, at }) => (heard.has(key) ? [heard.get(key) - at] : []));
  const minutes = (performance.now() - startedAt) / 60_000;
  return { latencies, missed: made.length - latencies.length, searches: searchesOf(zenodo) - before, minutes };
}

/** Listings are what the limit of searches counts. */
const searchesOf = ({ calls }) =>
  calls.filter(({ method, path: at }) => method === 'GET' && /^\/api\/(user\/records|records|requests)(\?|$)/.test(at)).length;

const metadataOf = (n) => ({
  title: `Measurement ${n}`,
  publication_date: '2026-11-25',
  resource_type: { id: 'dataset' },
  creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
  publisher: 'Zenodo',
});

async function listener(told) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      told(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
