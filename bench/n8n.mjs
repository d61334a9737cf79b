/**
 * Memory of a real n8n while a file goes up to the stand-in and comes down again. Goal: at most 1.15 times its idle memory
 * plus 150 MB, whatever the size. And what each node of the released package takes to load over n8n-workflow: 10 ms at most.
 * Installs n8n into .cache/ the first time.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { credential, zenodoType } from '../tools/n8n/_zenodo.mjs';
import { builtNode } from '../tools/n8n/built.mjs';
import { flow } from '../tools/n8n/flow.mjs';
import { createN8n } from '../tools/n8n/harness.mjs';
import { measure } from './lib/child.mjs';
import { script } from './lib/clients.mjs';
import { payload } from './lib/payload.mjs';

const mib = 1024 ** 2;
/** 6 GiB are read and written several times on their way: minutes on a slow disk. */
const mostMs = 30 * 60_000;
const standInProgram = fileURLToPath(new URL('../packages/stand-in/dist/bin.js', import.meta.url));

export async function n8n({ quick = false, large = false } = {}) {
  const sizes = quick ? [64 * mib] : large ? [1024 * mib, 6 * 1024 * mib] : [1024 * mib];
  const built = await builtNode();
  const goals = await loading(built);
  const server = await createN8n({ packages: [built] });
  let zenodo;
  try {
    zenodo = await startZenodo();
    const rest = await server.start();
    const zenodoApi = await rest.saveCredential(credential(zenodo, 'Zenodo', zenodo.tokens.owner));
    const idle = await settled(server.pid);
    process.stdout.write(`\nMemory of n8n while a file goes up and down\n  idle       ${mb(idle)}\n`);
    for (const bytes of sizes) {
      const size = bytes < 1024 * mib ? `${bytes / mib} MiB` : `${bytes / 1024 / mib} GiB`;
      const folder = path.join(server.home, '.n8n-files');
      await mkdir(folder, { recursive: true });
      await link(await payload(bytes), path.join(folder, `${bytes}.bin`));
      const workflow = await rest.saveWorkflow(upAndDown(size, path.join(folder, `${bytes}.bin`), { credentials: { zenodoApi } }));
      const watch = watched(server.pid);
      const started = Date.now();
      const run = await rest.runByHand(workflow, 'Start', mostMs);
      const peak = await watch.end();
      if (run.status !== 'success') throw new Error(`The flow ended with ${run.data.resultData.error?.message}.`);
      const most = 1.15 * idle + 150e6;
      process.stdout.write(
        `  ${size.padEnd(10)} ${mb(peak)} at most, ${mb(most)} allowed, ${((Date.now() - started) / 1000).toFixed(0)} s up and down\n`,
      );
      goals.push({ goal: `n8n ${size} up and down, MB above 1.15 × idle + 150`, value: (peak - most) / 1e6, met: peak <= most });
    }
    return goals;
  } finally {
    await server.close();
    zenodo?.child.kill();
  }
}

/** Each node in processes of its own; the shortest time, since what else runs on the machine only ever adds. */
async function loading(folder) {
  const goals = [];
  process.stdout.write('\nLoading a node over n8n-workflow, shortest of 9\n');
  for (const name of ['Zenodo', 'ZenodoTrigger']) {
    let shortest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 9; round++) {
      const { figures } = await measure(process.execPath, [script('clients/n8n-load.mjs'), folder, `./dist/nodes/${name}/${name}.node.js`]);
      shortest = Math.min(shortest, figures.ms);
    }
    process.stdout.write(`  ${name.padEnd(14)} ${shortest.toFixed(1)} ms\n`);
    goals.push({ goal: `n8n ${name} is loaded within 10 ms over n8n-workflow`, value: shortest, met: shortest <= 10 });
  }
  return goals;
}

/** From the disk into a draft, and from there into n8n's own storage. */
const upAndDown = (size, file, by) =>
  flow(
    `memory ${size}`,
    ['Read', 'n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: file, options: {} }, { typeVersion: 1.1 }],
    [
      'Deposit',
      zenodoType,
      {
        resource: 'record',
        operation: 'depositFiles',
        title: `Of ${size}`,
        resourceType: 'dataset',
        creators: { creator: [{ type: 'personal', familyName: 'Curie' }] },
      },
      by,
    ],
    [
      'Download',
      zenodoType,
      { resource: 'file', operation: 'download', from: 'draft', draftId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
      by,
    ],
  );

/** The stand-in in a process of its own: its memory is none of n8n's. */
async function startZenodo() {
  const child = spawn(process.execPath, [standInProgram, '--json', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(line) };
}

async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}

/** What a process that has just started comes down to: the least of ten seconds, when ten more bring nearly no less. */
async function settled(pid) {
  let before = Number.POSITIVE_INFINITY;
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    let least = Number.POSITIVE_INFINITY;
    for (let second = 0; second < 10; second++) {
      await wait(1000);
      least = Math.min(least, await memory(pid));
    }
    if (least > 0.98 * before) return Math.min(least, before);
    before = least;
  }
  return before;
}

/** The most memory that a process has until `end`. */
function watched(pid) {
  let peak = 0;
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await memory(pid));
      await wait(50);
    }
  })();
  return {
    async end() {
      isOver = true;
      await work;
      return peak;
    },
  };
}

const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
