/**
 * P10: the eleven faults of an upload that core's tests order, on a stand-in of its own for each, and what a client that ran
 * once left there. Goal: core recovers from all, with one record of the right bytes, no draft beside it and at most one
 * publish more.
 */
import { startStandIn } from '@zenodo-connect/stand-in';
import { uploadFaults } from '../packages/core/tests/deposit/_upload-faults.ts';
import { measure } from './lib/child.mjs';
import { script } from './lib/clients.mjs';
import { leftAt } from './lib/left-at.mjs';
import { md5Of } from './lib/md5.mjs';
import { payload } from './lib/payload.mjs';
import { present, publicClients } from './lib/yardsticks.mjs';

const native = {
  create: { method: 'POST', path: '/api/records' },
  content: { method: 'PUT', path: '*/content' },
  publish: { method: 'POST', path: '*/publish' },
};
const older = { ...native, create: { method: 'POST', path: '/api/deposit/depositions' }, content: { method: 'PUT', path: '/api/files/*' } };
/** Waiting is most of what happens here. */
const atOnce = 4;

export async function faults({ quick = false } = {}) {
  const sizeMiB = quick ? 1 : 8;
  const file = await payload(sizeMiB * 1024 ** 2);
  const md5 = `md5:${await md5Of(file)}`;
  const run = (command, ...args) => measure(command, [...args, file], { quiet: true, timeoutMs: 120_000 });
  const clients = present({
    core: { run: { calls: native, send: (url, token) => run(process.execPath, script('clients/core-deposit.mjs'), url, token) } },
    'python requests': {
      needs: 'python requests',
      run: { calls: native, send: (url, token) => run('python3', script('clients/requests-deposit.py'), url, token) },
    },
    'inveniordm-py': {
      needs: 'inveniordm-py',
      run: {
        calls: native,
        send: (url, token) => run(publicClients(), script('../packages/stand-in/tests/clients/native_deposit.py'), url, token),
      },
    },
    'zenodo-client': {
      needs: 'zenodo-client',
      run: { calls: older, send: (url, token) => run(publicClients(), script('clients/zenodo-client-deposit.py'), url, token) },
    },
  });
  const cells = await tried(clients, md5);
  const told = { title: `Faults of a deposit of ${sizeMiB} MiB: how one run ended`, cells };
  print(told.title, cells, Object.keys(clients));
  process.stdout.write(`${JSON.stringify(told)}\n`);
  const recovered = cells.filter(({ client, end, publishes }) => client === 'core' && end === 'recovered' && publishes <= 2).length;
  return [{ goal: `P10 faults recovered from ≥ ${uploadFaults.length}`, value: recovered, met: recovered >= uploadFaults.length }];
}

async function tried(clients, md5) {
  const queue = Object.entries(clients).flatMap(([client, how]) => uploadFaults.map((fault) => ({ client, how, fault })));
  const cells = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      process.stderr.write(`  ${next.client}: ${next.fault.name}\n`);
      cells.push({ client: next.client, fault: next.fault.name, ...(await oneRun(next.how, next.fault, md5)) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cells;
}

async function oneRun({ calls, send }, fault, md5) {
  const standIn = await startStandIn();
  try {
    fault.order(standIn.faults, calls);
    const began = performance.now();
    const saidSo = await send(standIn.url, standIn.tokens.owner).then(
      () => true,
      () => false,
    );
    const seconds = (performance.now() - began) / 1000;
    const seen = [...standIn.calls];
    const count = (method, path) => seen.filter((call) => call.method === method && path.test(call.path)).length;
    standIn.faults.clear();
    const left = await leftAt(standIn, md5);
    return {
      end: endOf(saidSo, left),
      seconds,
      requests: seen.length,
      uploads: count('PUT', /\/content$|^\/api\/files\//),
      publishes: count('POST', /\/publish$/),
      drafts: left.drafts,
      published: left.published,
    };
  } finally {
    await standIn.close();
  }
}

function endOf(saidSo, { drafts, published, right }) {
  if (drafts + published > 1) return 'DOUBLE';
  if (saidSo) return published === 1 && right ? 'recovered' : 'FALSE SUCCESS';
  if (published > 0) return 'FALSE FAILURE';
  return drafts > 0 ? 'failed, draft left' : 'failed';
}

function print(title, cells, clients) {
  process.stdout.write(`\n${title} (r requests, u uploads, d drafts left, p published)\n`);
  const width = Math.max(...clients.map((name) => name.length));
  for (const { name } of uploadFaults) {
    process.stdout.write(`  ${name}\n`);
    for (const client of clients) {
      const { end, requests, uploads, drafts, published, seconds } = cells.find((cell) => cell.client === client && cell.fault === name);
      const counts = `${String(requests).padStart(2)} r  ${uploads} u  ${drafts} d  ${published} p`;
      process.stdout.write(`    ${client.padEnd(width)}  ${end.padEnd(18)}  ${counts}  ${seconds.toFixed(1)} s\n`);
    }
  }
  for (const client of clients) {
    const ends = Object.groupBy(
      cells.filter((cell) => cell.client === client),
      ({ end }) => end,
    );
    const summary = Object.entries(ends).map(([end, all]) => `${all.length} ${end}`);
    process.stdout.write(`  ${client}: ${summary.join(', ')}\n`);
  }
}
