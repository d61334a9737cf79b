import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cache, capture } from '../lib/workspace.mjs';

/** PostgreSQL that was killed on a busy disk reads its log first, and syncs all it has. */
const startMs = 120_000;

/** A port of loopback that was free a moment ago. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Whom a server runs as: PostgreSQL refuses root, so root drops to a user that owns nothing else of ours.
 *
 * @param {string} name
 * @returns {Promise<{ uid?: number, gid?: number }>} nothing to drop when the process is not root
 */
export async function userFor(name) {
  if (process.getuid?.() !== 0) return {};
  for (const user of [name, 'nobody']) {
    const { code, output } = await capture('id', ['-u', user]);
    const group = await capture('id', ['-g', user]);
    if (code === 0) return { uid: Number(output), gid: Number(group.output) };
  }
  throw new Error('Root cannot run this server itself, and there is no user "nobody" that it could drop to.');
}

/** A folder of the server's own in .cache, or in the system's for temporary files when that user cannot reach it. */
export async function folderFor(name, user) {
  const shared = path.join(cache, 'servers');
  await mkdir(shared, { recursive: true });
  const reachable = user.uid === undefined || (await reaches(shared, user));
  const folder = await mkdtemp(path.join(reachable ? shared : tmpdir(), `${name}-`));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  return folder;
}

async function reaches(folder, user) {
  const child = spawn('ls', [folder], { ...user, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  return code === 0;
}

/** A server of this machine as a child process: started, stopped, killed and started again on the same port and data. */
export class Server {
  #child;
  #output = '';
  #options;

  /** @param {{ name: string, folder: string, command: string, args: readonly string[], user: object, ready: () => Promise<boolean> }} options */
  constructor(options) {
    this.#options = options;
    this.folder = options.folder;
    process.on('exit', this.#end);
  }

  #end = () => this.#child?.kill('SIGKILL');

  get running() {
    return this.#child !== undefined;
  }

  /** Resolves when it answers. After a crash what the server left behind may be in its way for a moment. */
  async start() {
    for (let tries = 1; ; tries++) {
      const problem = await this.#try();
      if (problem === undefined) return;
      if (tries === 20) throw new Error(problem);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** What went wrong, if it did. */
  async #try() {
    const { name, command, args, user, folder, ready } = this.#options;
    if (this.#child) return undefined;
    this.#output = '';
    const child = spawn(command, args, { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        this.#output = (this.#output + text).slice(-4_000);
      });
    }
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    const end = Date.now() + startMs;
    while (!(await ready())) {
      if (this.#child !== child) return `${name} ended while it started:\n${this.#output}`;
      if (Date.now() > end) throw new Error(`${name} does not answer after ${startMs / 1000} s:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return undefined;
  }

  /** Sends a signal and waits for the end. */
  async stop(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  kill() {
    return this.stop('SIGKILL');
  }

  /** Stops answering without closing a connection, until `thaw`. A server may have a process for each connection: those too. */
  freeze() {
    this.#signal('SIGSTOP');
  }

  thaw() {
    this.#signal('SIGCONT');
  }

  #signal(signal) {
    const child = this.#child;
    if (!child) return;
    child.kill(signal);
    const { stdout } = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    for (const line of stdout.split('\n').filter(Boolean)) {
      try {
        process.kill(Number(line), signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  async restart(signal) {
    await this.stop(signal);
    await this.start();
  }

  /** Stops it and removes its data. */
  async close() {
    process.off('exit', this.#end);
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Whether something takes connections at this port of loopback. */
export function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
