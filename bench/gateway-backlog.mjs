/**
 * P14: a gateway for which 100,000 events wait for a subscriber that is away: ≤ 120 MB of memory. When the subscriber is back, they leave
 * at ≥ 0.9 × the rate at which events come in. A gateway that takes no more refuses within 5 ms, and does not grow.
 * And from the start of the command until it takes files: ≤ 1.5 s.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@zenodo-connect/nestjs';
import { Pool } from 'undici';
import { measure, serve } from './lib/child.mjs';
import { gatewayToken } from './lib/gateway-token.mjs';
import { benchFolder } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const bin = path.join(here, '../packages/webhook-gateway/dist/bin.js');
const load = path.join(here, 'clients/load.mjs');
const waiting = 100_000;
const perWrite = 1_000;
const refusals = 2_000;

export async function gatewayBacklog({ rounds = 3, quick = false } = {}) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
  const subscriber = await receiver();
  try {
    const start = starter(folder, subscriber);
    const seconds = await startSeconds(start, Math.min(rounds, 3));
    const shed = await shedding(start);
    const enqueued = await enqueueRate(start, quick ? 3 : 6);
    await fill(path.join(folder, 'waiting', 'gateway.db'));
    const { megabytes, own, drained } = await backlog(start, subscriber, quick ? 5 : 15);
    process.stdout.write(
      `  start ${seconds.toFixed(2)} s; with ${waiting} events that wait ${megabytes.toFixed(0)} MB at the peak, of which ${own.toFixed(0)} are no pages of Node's program; ` +
        `${enqueued.toFixed(0)} events a second come in, ${drained.toFixed(0)} leave; refused within ${shed.p99Ms.toFixed(1)} ms (p99), ${shed.grownMb.toFixed(0)} MB more\n`,
    );
    return [
      { goal: 'start ≤ 1.5 s', value: seconds, met: seconds <= 1.5 },
      { goal: 'P14 100,000 events wait in ≤ 120 MB', value: megabytes, met: megabytes <= 120 },
      { goal: 'P14 they leave at ≥ 0.9 × the rate at which events come in', value: drained / enqueued, met: drained / enqueued >= 0.9 },
      { goal: 'P14 what is too much is refused within 5 ms (p99)', value: shed.p99Ms, met: shed.p99Ms <= 5 },
      { goal: 'P14 refusing costs ≤ 10 MB', value: shed.grownMb, met: shed.grownMb <= 10 },
    ];
  } finally {
    await subscriber.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Who is told of everything: away until `back`, then quick. */
async function receiver() {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      count += 1;
      response.writeHead(204).end();
    });
  });
  // Takes a port, and leaves it free until somebody is to be there.
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  };
  await close();
  return { url: `http://127.0.0.1:${port}/`, back: () => listen(port), count: () => count, close };
}

/** Starts the command as it is, with what the configuration has besides. */
function starter(folder, { url }) {
  const config = path.join(folder, 'gateway.yaml');
  const secret = `whsec_${Buffer.from('a secret of a benchmark, 32 bytes').toString('base64')}`;
  const env = { ZENODO_TOKEN: 'unused', ZENODO_GATEWAY_SECRET_AWAY: secret };
  return async (data, ...more) => {
    const file = [
      `folder: ${data}`,
      'listen: { port: 0 }',
      // Nobody listens on the discard port.
      'zenodo: { url: "http://127.0.0.1:9" }',
      `routes: ${JSON.stringify(path.join(here, 'routes'))}`,
      `subscribers: [{ name: away, url: ${JSON.stringify(url)}, allow_private: true }]`,
      ...more,
    ];
    await writeFile(config, file.join('\n'));
    const began = performance.now();
    const server = await serve(bin, ['start', '--config', config], env);
    return { ...server, seconds: (performance.now() - began) / 1000, token: await gatewayToken(bin, config, 'xrd', env) };
  };
}

async function startSeconds(start, times) {
  const all = [];
  for (let round = 0; round < times; round += 1) {
    const server = await start('waiting');
    all.push(server.seconds);
    await server.close();
  }
  return median(all);
}

/** One file too many, again and again. */
async function shedding(start) {
  const server = await start('full', 'deposits: { run: false }', 'limits: { max_queued: 1 }');
  const pool = new Pool(server.url, { connections: 1 });
  const put = async (n) => {
    const began = performance.now();
    const { statusCode, body } = await pool.request({
      method: 'PUT',
      path: `/in/xrd/shed-${n}/scan.xy`,
      headers: { authorization: `Bearer ${server.token}` },
      body: `a scan ${n}`,
    });
    await body.dump();
    return { statusCode, ms: performance.now() - began };
  };
  try {
    // The first ones are taken, and warm it up.
    for (let n = 0; n < refusals; n += 1) await put(n);
    const before = server.peakBytes();
    const times = [];
    for (let n = 0; n < refusals; n += 1) {
      const { statusCode, ms } = await put(refusals + n);
      if (statusCode !== 429 && statusCode !== 503) throw new Error(`One file too many was answered ${statusCode}.`);
      times.push(ms);
    }
    return { p99Ms: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)], grownMb: (server.peakBytes() - before) / 1e6 };
  } finally {
    await pool.close();
    await server.close();
  }
}

/** Each file is one event. */
async function enqueueRate(start, seconds) {
  const server = await start('coming', 'deposits: { run: false }');
  try {
    const { figures } = await measure(process.execPath, [load, server.url, server.token, '--seconds', String(seconds)]);
    return figures.rps;
  } finally {
    await server.close();
  }
}

async function backlog(start, subscriber, seconds) {
  const server = await start('waiting');
  try {
    await pause(seconds * 1000);
    const [megabytes, own] = [server.peakBytes() / 1e6, server.ownBytes() / 1e6];
    await subscriber.back();
    // Until the rest that a failing subscriber is given is over, and deliveries have their speed.
    const until = performance.now() + 60_000;
    while (subscriber.count() < 500 && performance.now() < until) await pause(50);
    const [before, began] = [subscriber.count(), performance.now()];
    await pause(seconds * 1000);
    return { megabytes, own, drained: (subscriber.count() - before) / ((performance.now() - began) / 1000) };
  } finally {
    await server.close();
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** As many events as if as many datasets had come in. */
async function fill(file) {
  const store = await createSqliteStore({ path: file });
  const now = Date.now();
  const body = JSON.stringify({ specversion: '1.0', type: 'deposit.received', data: { text: 'x'.repeat(600) } });
  for (let begin = 0; begin < waiting; begin += perWrite) {
    const statements = Array.from({ length: perWrite }, (_, n) => {
      const id = `evt_${begin + n}`;
      const subject = `xrd/${begin + n}`;
      return [
        {
          sql: `INSERT INTO ${store.table('outbox')} (id, type, subject, job_id, body, created_at) VALUES (?, 'deposit.received', ?, '', ?, ?)`,
          params: [id, subject, body, now],
        },
        {
          sql: `INSERT INTO ${store.table('delivery')} (event_id, subscriber, subject, state, due_at, updated_at) VALUES (?, 'away', ?, 'pending', ?, ?)`,
          params: [id, subject, now, now],
        },
      ];
    });
    await store.write(statements.flat());
  }
  await store.close();
}
