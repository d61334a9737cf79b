/**
 * A real n8n for tests: a home of its own with the given node packages, as if a person had installed them, driven by
 * n8n's command line and, when started, by the REST API that its editor uses.
 *
 *     const n8n = await createN8n({ packages: [folder] });
 *     await n8n.import('credentials', [credential]);
 *     await n8n.import('workflow', [workflow]);
 *     const { code, run } = await n8n.execute(workflow.id);
 *     const rest = await n8n.start();
 *     await n8n.stop();                    start again: the same n8n after a restart
 *     await n8n.close();
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installN8n } from './install.mjs';
import { signIn } from './rest.mjs';
import { settings } from './settings.mjs';

const startWithinMs = 120_000;

/**
 * @param {{ packages?: readonly string[], env?: Record<string, string> }} [options] packages: folders with a
 *   package.json and what it says is published
 */
export async function createN8n({ packages = [], env = {} } = {}) {
  const installed = await installN8n();
  const home = await mkdtemp(path.join(tmpdir(), 'zenodo-n8n-'));
  await cp(installed.home, home, { recursive: true });
  for (const folder of packages) await placePackage(home, folder);

  let server;
  const environment = async (port) => ({
    PATH: process.env.PATH,
    // Each process listens for code runners, the command line too: a port of its own, or it will not start.
    ...settings({ home, port, brokerPort: await freePort() }),
    ...env,
  });
  /** What it prints goes to a file: n8n ends without waiting for a pipe that takes no more, and long results would be cut. */
  const command = async (...args) => {
    const file = path.join(home, `${randomUUID()}.log`);
    const handle = await open(file, 'w');
    try {
      const stdio = ['ignore', handle.fd, handle.fd];
      const { code } = await ended(spawn(process.execPath, [installed.bin, ...args], { env: await environment(), stdio }));
      return { code, output: await readFile(file, 'utf8') };
    } finally {
      await handle.close();
    }
  };

  return {
    home,

    /** @param {'credentials' | 'workflow'} kind @param {readonly object[]} entries each with an `id`; secrets in the clear */
    async import(kind, entries) {
      const file = path.join(home, `${kind}.json`);
      await writeFile(file, JSON.stringify(entries));
      const { code, output } = await command(`import:${kind}`, `--input=${file}`);
      if (code !== 0 || !output.includes('Successfully imported')) throw new Error(`n8n did not import the ${kind}:\n${output}`);
    },

    /**
     * Runs a workflow once without a server.
     *
     * @returns {Promise<{ code: number, run: object | undefined, output: string }>} run: what n8n keeps of the execution
     */
    async execute(id) {
      const { code, output } = await command('execute', `--id=${id}`, '--rawOutput');
      return { code, run: executionIn(output), output };
    },

    /** Starts the server and signs in; returns the calls of its editor. */
    async start() {
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const child = spawn(process.execPath, [installed.bin, 'start'], { env: await environment(port) });
      const exit = ended(child);
      server = { child, exit };
      await Promise.race([
        answers(`${origin}/healthz/readiness`),
        exit.then(({ output }) => Promise.reject(new Error(`n8n ended instead of starting:\n${output.slice(-3000)}`))),
      ]);
      return signIn(origin);
    },

    /** The process of the server; undefined while none runs. */
    get pid() {
      return server?.child.pid;
    },

    /** What the server printed until it ended. `SIGKILL` ends it in the middle of whatever it does. */
    async stop(signal = 'SIGTERM') {
      if (!server) return '';
      server.child.kill(signal);
      const { output } = await server.exit;
      server = undefined;
      return output;
    },

    /** Stops the server, if it runs, and removes the home. */
    async close() {
      await this.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Copies what the package publishes to where n8n keeps the community nodes that a person installs. */
async function placePackage(home, folder) {
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const target = path.join(home, '.n8n', 'nodes', 'node_modules', manifest.name);
  await mkdir(target, { recursive: true });
  for (const entry of ['package.json', ...manifest.files])
    await cp(path.join(folder, entry), path.join(target, entry), { recursive: true });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** n8n prints the execution as indented JSON between lines of its log. */
function executionIn(output) {
  const begin = output.search(/^\{$/m);
  if (begin < 0) return undefined;
  const length = output.slice(begin).search(/^\}$/m) + 1;
  return JSON.parse(output.slice(begin, begin + length));
}

async function answers(url) {
  const until = Date.now() + startWithinMs;
  while (Date.now() < until) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await wait(100);
  }
  throw new Error(`n8n did not answer at ${url} within ${startWithinMs / 1000} s`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
