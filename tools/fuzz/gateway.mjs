import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../lib/workspace.mjs';

const bin = path.join(root, 'packages/webhook-gateway/dist/bin.js');
const args = ['--disable-warning=ExperimentalWarning', bin];

/** A mutated address of a file to pull leads nowhere, and the operator is told so. */
const expected = /"kind":"fetch"/;

/**
 * V8 would let garbage lie up to gigabytes before it looks for it, and what stays could not be told from that. In this
 * room everything that stays shows.
 */
const room = '--max-old-space-size=128';

/** Runs one command of the gateway and resolves with what it printed. */
export async function command(words, env) {
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...words], { env: { ...process.env, ...env } });
  return stdout.trim();
}

/** The gateway as users run it: a process of its own. What it complains of is kept. */
export class GatewayProcess {
  url;
  joinUrl;
  /** Lines of the log above `info`, and all of stderr, at most 50. */
  complaints = [];
  #child;
  #gone;

  async start(config, env) {
    this.#child = spawn(process.execPath, [room, ...args, 'start', '--config', config], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#gone = once(this.#child, 'exit');
    let error = '';
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      error += text;
      this.joinUrl ??= /open (http\S+)/.exec(error)?.[1];
      if (!text.startsWith('Nobody can sign in')) this.#complain(text);
    });
    const up = new Promise((resolve) => this.#readLog(resolve));
    this.url = await Promise.race([up, this.#gone.then(() => Promise.reject(new Error(`The gateway did not start: ${error}`)))]);
    for (let tries = 0; this.joinUrl === undefined && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  } // prettier-ignore

  get isAlive() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resident bytes and open descriptors; undefined where /proc is not. */
  async look() {
    const place = `/proc/${this.#child.pid}`;
    try {
      const [status, open] = await Promise.all([readFile(`${place}/status`, 'utf8'), readdir(`${place}/fd`)]);
      return { rss: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024, descriptors: open.length };
    } catch {
      return undefined;
    }
  }

  /** @returns {Promise<string>} how it ended: `0` when it stopped cleanly */
  async stop() {
    if (this.isAlive) this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    const [code, signal] = await this.#gone;
    clearTimeout(late);
    return String(signal ?? code);
  }

  #complain(text) {
    if (this.complaints.length < 50) this.complaints.push(text.trim().slice(0, 500));
  }

  /** Every line is looked at, but only those are parsed that are no plain request. */
  #readLog(up) {
    let rest = '';
    this.#child.stdout.setEncoding('latin1').on('data', (text) => {
      const whole = rest + text;
      const end = whole.lastIndexOf('\n') + 1;
      rest = whole.slice(end);
      if (this.url === undefined) {
        const url = /"kind":"start","url":"([^"]+)"/.exec(whole)?.[1];
        if (url) up(url);
      }
      if (!whole.includes('"level":"error"') && !whole.includes('"level":"warn"')) return;
      for (const line of whole.slice(0, end).split('\n'))
        if (/"level":"(error|warn)"/.test(line) && !expected.test(line)) this.#complain(line);
    });
  }
}
