import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { points } from './points.mjs';
import { pause } from './random.mjs';

const script = fileURLToPath(new URL('child.mjs', import.meta.url));

/** No file of a gateway whose disk is full grows beyond it. */
const fullDiskKiB = 192;

/** A gateway that does not listen by then, and has not ended either, hangs. */
const startMs = 60_000;

/**
 * The gateways of a run, which are killed and started again. Each is loaded before it is needed, so that there are more
 * kills in a minute.
 */
export class Fleet {
  /** How often each point was where a gateway ended; `outside` is a moment of chance. */
  ends = new Map();
  kills = 0;
  fullDisks = 0;
  refusedStarts = 0;
  hungStarts = 0;
  complaints = new Map();
  #options;
  #random;
  #alive = new Set();
  /** Those that are loaded, or load, by their replica. */
  #warm = new Map();
  #careful = false;
  #started = 0;

  /** @param {{ folder: string, replicas: number, config: (replica: number) => object, postgres?: string, random: () => number, atPoints: boolean }} options
   *   atPoints: most of them die by their own hand at a named point */
  constructor(options) {
    this.#options = options;
    this.#random = options.random;
  }

  /** Where the living gateways listen. */
  get urls() {
    return [...this.#alive].map(({ url }) => url).filter((url) => url !== undefined);
  }

  /** From now on nobody dies by its own hand, and nobody has a full disk. All are up when it is done. */
  async careful() {
    await this.close();
    for (let tries = 0; this.#alive.size < this.#options.replicas; tries++) {
      if (tries === 10)
        throw new Error(
          `A gateway that nothing hinders does not start. Its last complaints: ${[...this.complaints.keys()].slice(-5).join('; ')}`,
        );
      await this.fill();
    }
  }

  /** Starts gateways until all are there. */
  async fill() {
    const taken = new Set([...this.#alive].map(({ replica }) => replica));
    const missing = Array.from({ length: this.#options.replicas }, (_, replica) => replica).filter((replica) => !taken.has(replica));
    await Promise.all(missing.map((replica) => this.#start(replica)));
  }

  /** Lets gateways work for a moment, then kills one. */
  async killOne(afterMs) {
    const victims = [...this.#alive];
    const victim = victims[Math.floor(this.#random() * victims.length)];
    if (!victim) return;
    await Promise.race([pause(afterMs), victim.gone]);
    if (victim.dieAt !== undefined && this.#alive.has(victim)) await Promise.race([pause(afterMs * 2), victim.gone]);
    if (this.#alive.has(victim)) await this.#end(victim);
  }

  async close() {
    this.#careful = true;
    const warm = await Promise.all(this.#warm.values());
    this.#warm.clear();
    await Promise.all([...this.#alive, ...warm].map((life) => this.#end(life)));
  }

  async #end(life) {
    life.child.kill('SIGKILL');
    await life.gone;
  }

  async #start(replica) {
    const life = await this.#loaded(replica);
    this.#alive.add(life);
    const up = new Promise((resolve) => {
      life.heard = (text) => {
        const url = /up (\S+)/.exec(text)?.[1];
        if (url) resolve(url);
      };
    });
    life.child.stdin.on('error', () => {});
    life.child.stdin.write('go\n');
    life.url = await Promise.race([up, life.gone.then(() => undefined), sleep(startMs, undefined, { ref: false })]);
    // One that neither starts nor ends would hold the run up for ever; it is told of in the report.
    if (life.url === undefined && this.#alive.has(life)) {
      this.hungStarts += 1;
      this.#alive.delete(life);
      await this.#end(life);
    }
    // The next one loads while this one works.
    if (!this.#careful) this.#warm.set(replica, this.#load(replica));
    if (life.url === undefined) this.refusedStarts += 1;
  }

  /** One that waits for its start. */
  async #loaded(replica) {
    const warm = await this.#warm.get(replica);
    this.#warm.delete(replica);
    const isLoaded = warm?.careful === this.#careful && warm.child.exitCode === null && warm.child.signalCode === null;
    return isLoaded ? warm : this.#load(replica);
  }

  async #load(replica) {
    const config = this.#options.config(replica);
    await mkdir(config.folder, { recursive: true });
    const chance = this.#random();
    const dieAt = this.#options.atPoints && !this.#careful && chance < 0.6 ? points[this.#started++ % points.length] : undefined;
    const dieAfter = 1 + Math.floor(this.#random() * 3);
    const full = !this.#careful && dieAt === undefined && this.#random() < 0.2;
    const told = { config, postgres: this.#options.postgres, dieAt, dieAfter };
    const limit = full ? `trap '' XFSZ; ulimit -f ${fullDiskKiB * 2}; ` : '';
    const args = ['-c', `${limit}exec "$0" "$@"`, process.execPath, '--disable-warning=ExperimentalWarning', script, JSON.stringify(told)];
    const child = spawn('sh', args, { cwd: path.dirname(script), stdio: ['pipe', 'pipe', 'pipe'] });
    const life = { replica, child, dieAt, full, careful: this.#careful, url: undefined, heard: () => {}, gone: undefined };
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      life.heard(text);
    });
    child.stderr.setEncoding('utf8').on('data', (more) => this.#complain(more));
    life.gone = once(child, 'exit').then(([, signal]) => this.#ended(life, signal));
    await new Promise((resolve) => {
      child.stdout.once('data', resolve);
      void life.gone.then(resolve);
    });
    if (full) this.fullDisks += 1;
    return life;
  }

  #ended(life, signal) {
    const lived = this.#alive.delete(life);
    if (!lived || this.#careful || signal !== 'SIGKILL') return;
    this.kills += 1;
    const where = life.dieAt ?? 'outside';
    this.ends.set(where, (this.ends.get(where) ?? 0) + 1);
  }

  /** What gateways complained of, by its kind, for a person who reads the report. */
  #complain(text) {
    for (const line of text.split('\n')) {
      const said = line.startsWith('{"time"') ? logged(line) : /^\w*Error: .*/.exec(line)?.[0];
      if (!said) continue;
      const kind = said
        .replace(/\/\S*\//g, '…/')
        .replace(/\b[\d.:]+\b|\b[0-9a-f]{20,}\b/g, '…')
        .slice(0, 160);
      this.complaints.set(kind, (this.complaints.get(kind) ?? 0) + 1);
    }
  }
}

/** A line that was cut by the death of its writer says nothing. */
function logged(line) {
  try {
    const { kind, message, problem } = JSON.parse(line);
    return `${kind}: ${message ?? problem}`;
  } catch {
    return undefined;
  }
}
