import { createHash, randomBytes } from 'node:crypto';
import { request } from '../lib/http.mjs';
import { pause } from './random.mjs';

/** Zenodo takes 100 files a record, and each file is a version: a dataset that has these is followed by a new one. */
const filesADataset = 12;
/** Deposits that may be open before senders wait, so that the end of a run does not take longer than the run. */
const mostOpen = 120;

/** Instruments that send, and what they were promised. Only an answer of 2xx is a promise. */
export class Ledger {
  /** By dataset, in the order of the answers. */
  promised = new Map();
  acknowledged = 0;
  repeats = 0;
  refusals = new Map();
  #where;
  #token;
  #random;
  #done = new Set();
  #stopped = false;
  #sending = [];
  #datasets = 0;

  /** @param {{ where: () => readonly string[], token: string, random: () => number }} options */
  constructor({ where, token, random }) {
    this.#where = where;
    this.#token = token;
    this.#random = random;
  }

  /** How many deposits are published. */
  get done() {
    return this.#done.size;
  }

  get files() {
    return [...this.promised.values()].flat();
  }

  start(instruments) {
    this.#sending = Array.from({ length: instruments }, () => this.#instrument());
  }

  async stop() {
    this.#stopped = true;
    await Promise.all(this.#sending);
  }

  /** A deposit that a subscriber heard of as published is open no more. */
  published(job) {
    this.#done.add(job);
  }

  /** One file after another, as an instrument measures them; the next one only when this one was answered. */
  async #instrument() {
    while (!this.#stopped) {
      const dataset = `D-${this.#datasets++}`;
      for (let n = 0; n < filesADataset && !this.#stopped; n++) {
        while (this.acknowledged - this.#done.size > mostOpen && !this.#stopped) await pause(50);
        if (this.#stopped) return;
        await this.#send(dataset, `scan${n}.xy`, randomBytes(n % 3 === 0 ? 90_000 : 500));
        await pause(20 + this.#random() * 100);
      }
    }
  }

  /** Sends until there is an answer. Now and then two at once, or once more after the answer, as bad networks make clients do. */
  async #send(dataset, file, bytes) {
    const twice = this.#random() < 0.15;
    const [first, second] = await Promise.all([
      this.#until2xx(dataset, file, bytes),
      twice ? this.#until2xx(dataset, file, bytes) : undefined,
    ]);
    const again = this.#random() < 0.1 ? await this.#until2xx(dataset, file, bytes) : undefined;
    for (const other of [second, again]) {
      if (other === undefined) continue;
      this.repeats += 1;
      if (other !== first) throw new Error(`Equal bytes of ${dataset}/${file} are two jobs: ${first} and ${other}.`);
    }
    const md5 = createHash('md5').update(bytes).digest('hex');
    const files = this.promised.get(dataset) ?? [];
    this.acknowledged += 1;
    files.push({ job: first, dataset, file, md5 });
    this.promised.set(dataset, files);
  }

  async #until2xx(dataset, file, bytes) {
    for (;;) {
      const answer = await this.#once(dataset, file, bytes);
      if (answer?.status === 202 || answer?.status === 200) return answer.json.id;
      const why = answer ? String(answer.status) : 'no answer';
      this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
      if (answer && answer.status < 500 && answer.status !== 429 && answer.status !== 408)
        throw new Error(`A sound file was refused: ${answer.text}`);
      await pause(30);
    }
  }

  async #once(dataset, file, body) {
    const urls = this.#where();
    const url = urls[Math.floor(this.#random() * urls.length)];
    if (url === undefined) return undefined;
    const headers = { authorization: `Bearer ${this.#token}` };
    return request(`${url}/in/xrd/${dataset}/${file}`, { method: 'PUT', headers, body, timeoutMs: 20_000 }).catch(() => undefined);
  }
}
