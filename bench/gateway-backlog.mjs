/**
 * P14: a gateway for which 100,000 events wait for a subscriber that is away: ≤ 120 MB of memory.
 * And from the start of the command until it takes files: ≤ 1.5 s.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@zenodo-connect/nestjs';
import { serve } from './lib/child.mjs';
import { benchFolder } from './lib/payload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const bin = path.join(here, '../packages/webhook-gateway/dist/bin.js');
const waiting = 100_000;
const perWrite = 1_000;

export async function gatewayBacklog({ rounds = 3, quick = false } = {}) {
  const folder = await mkdtemp(path.join(await benchFolder(), 'gateway-'));
  try {
    const config = path.join(folder, 'gateway.yaml');
    const file = [
      'folder: data',
      'listen: { port: 0 }',
      'zenodo: { url: "http://127.0.0.1:9" }',
      `routes: ${JSON.stringify(path.join(here, 'routes'))}`,
      'deposits: { run: false }',
      // Nobody listens on the discard port.
      'subscribers: [{ name: away, url: "http://127.0.0.1:9/", allow_private: true }]',
    ];
    await writeFile(config, file.join('\n'));
    const secret = `whsec_${Buffer.from('a secret of a benchmark, 32 bytes').toString('base64')}`;
    const env = { ZENODO_TOKEN: 'unused', ZENODO_GATEWAY_SECRET_AWAY: secret };
    const start = async () => {
      const began = performance.now();
      const server = await serve(bin, ['start', '--config', config], env);
      return { server, seconds: (performance.now() - began) / 1000 };
    };
    const times = [];
    for (let round = 0; round < Math.min(rounds, 3); round += 1) {
      const { server, seconds } = await start();
      times.push(seconds);
      await server.close();
    }
    await fill(path.join(folder, 'data', 'gateway.db'));
    const { server } = await start();
    await new Promise((resolve) => setTimeout(resolve, quick ? 5_000 : 15_000));
    const megabytes = server.peakBytes() / 1e6;
    await server.close();
    const seconds = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
    process.stdout.write(`  start ${seconds.toFixed(2)} s; with ${waiting} events that wait ${megabytes.toFixed(0)} MB at the peak\n`);
    return [
      { goal: 'start ≤ 1.5 s', value: seconds, met: seconds <= 1.5 },
      { goal: '100,000 events wait in ≤ 120 MB', value: megabytes, met: megabytes <= 120 },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

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
