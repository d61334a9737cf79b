import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { onTestFinished } from 'vitest';
import type { DepositJob, DepositsService, ZenodoModuleOptions } from '../../src/index.ts';
import { clientOf, startAppOn } from './app.ts';
import { depositOf } from './deposit.ts';
import { tempFolder } from './temp-folder.ts';

const script = fileURLToPath(new URL('../_children/worker.ts', import.meta.url));
const leaseMs = 1_500;

/** Where a worker kills itself: between a step's journal entry and what comes after it. */
const steps = ['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved', 'publishing', 'published'];

export interface Chaos {
  readonly store: ZenodoModuleOptions['store'];
  readonly kills: number;
  readonly workers?: number;
  /** Numbers from 0 up to 1; the same seed gives the same choices, though not the same moments. */
  readonly random: () => number;
  /** Port of a Redis on loopback, for hints through BullMQ. */
  readonly redis?: number;
}

export interface Outcome {
  readonly kills: number;
  readonly stops: number;
  readonly jobs: readonly DepositJob[];
  /** Attempts beyond each job's first: how often a kill met a job. */
  readonly repeats: number;
  /** What was found on the stand-in: the deposit keys (as URNs) of all its records and drafts. */
  readonly records: readonly { readonly urn: string; readonly published: boolean; readonly id: string }[];
}

/**
 * Three workers on one store, killed again and again: half of the times by their own hand at a named step, else at a random
 * moment; every tenth is stopped beyond its lease instead. There is always work; at the end all of it is done.
 */
export async function chaos({ store, kills, workers = 3, random, redis }: Chaos): Promise<Outcome> {
  const folder = await tempFolder();
  const standIn = await startStandIn({ port: 0, indexLagMs: 50 });
  onTestFinished(() => standIn.close());
  const { deposits } = await startAppOn(standIn, store, { run: false });
  const fleet = new Fleet(standIn, { store, redis }, random);
  onTestFinished(() => fleet.close());
  const added: string[] = [];
  const ids: string[] = [];
  const add = async () => {
    const n = added.length;
    const deposit = await depositOf(folder, `k${n}`, { content: `bytes ${n}`, ...(n % 4 === 0 ? {} : { series: `s${n % 40}` }) });
    const { id } = await patiently(() => deposits.add(deposit));
    added.push(deposit.key);
    ids.push(id);
  };
  let stops = 0;
  while (fleet.kills < kills) {
    const { queued, waiting } = await patiently(() => deposits.stats());
    for (let missing = queued + waiting; missing < 12; missing++) await add();
    await fleet.fill(workers);
    await wait(random() * 150);
    if (fleet.kills > 0 && fleet.kills % 10 === 0 && stops < fleet.kills / 10) {
      stops++;
      await fleet.stopBeyond(leaseMs * 2);
    } else await fleet.killOne();
  }
  await fleet.close();
  fleet.careful();
  await fleet.fill(workers);
  const jobs = await allDone(deposits, ids);
  await fleet.close();
  const repeats = jobs.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  return { kills: fleet.kills, stops, jobs, repeats, records: await found(standIn) };
}

/** The worker processes. */
class Fleet {
  readonly #standIn: StandIn;
  readonly #told: object;
  readonly #random: () => number;
  readonly #alive = new Set<ChildProcess>();
  /** Those that are to be killed from outside, at random moments. */
  readonly #patient = new Set<ChildProcess>();
  #careful = false;
  kills = 0;

  constructor(standIn: StandIn, told: object, random: () => number) {
    this.#standIn = standIn;
    this.#told = told;
    this.#random = random;
  }

  /** From now on nobody is killed. */
  careful(): void {
    this.#careful = true;
  }

  async fill(count: number): Promise<void> {
    const started: Promise<unknown>[] = [];
    while (this.#alive.size < count) started.push(this.#start());
    await Promise.all(started);
  }

  #start(): Promise<unknown> {
    const suicidal = !this.#careful && this.#random() < 0.5;
    const dieAt = suicidal ? steps[Math.floor(this.#random() * steps.length)] : undefined;
    const told = { url: this.#standIn.url, token: this.#standIn.tokens.owner, leaseMs, dieAt, ...this.#told };
    const args = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(told)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#alive.add(child);
    if (!suicidal) this.#patient.add(child);
    const closing = once(child, 'exit').then(([, signal]) => {
      this.#alive.delete(child);
      this.#patient.delete(child);
      if (signal === 'SIGKILL' && !this.#careful) this.kills++;
    });
    return Promise.race([once(child.stdout!, 'data'), closing]);
  }

  async killOne(): Promise<void> {
    const [victim] = this.#patient;
    if (victim) await kill(victim);
  }

  /** Stops one for longer than its lease, so that others take over what it has, and lets it go on. */
  async stopBeyond(ms: number): Promise<void> {
    const [victim] = this.#patient;
    if (!victim) return;
    victim.kill('SIGSTOP');
    await wait(ms);
    victim.kill('SIGCONT');
    await wait(200);
  }

  async close(): Promise<void> {
    this.#careful = true;
    await Promise.all([...this.#alive].map(kill));
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function allDone(deposits: DepositsService, ids: readonly string[]): Promise<DepositJob[]> {
  const end = Date.now() + 120_000;
  for (;;) {
    const jobs: DepositJob[] = [];
    for (const id of ids) jobs.push(await patiently(() => deposits.get(id)));
    const open = jobs.filter(({ state }) => state !== 'findable');
    if (open.length === 0) return jobs;
    if (Date.now() > end || open.some(({ state }) => state === 'failed')) {
      throw new Error(`${open.length} of ${jobs.length} jobs are not done, such as ${open[0]!.key}: ${open[0]!.nextAction}`);
    }
    await wait(200);
  }
}

/** The process that adds is a person's application: it repeats what a restarting database refused. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    }
  }
}

async function found(standIn: StandIn): Promise<Outcome['records']> {
  await wait(100);
  const records: { urn: string; published: boolean; id: string }[] = [];
  for await (const one of new Zenodo(clientOf(standIn)).records.own({ allVersions: true })) {
    const urns = (one.metadata.identifiers ?? [])
      .map(({ identifier }) => identifier)
      .filter((urn) => urn.startsWith('urn:zenodo-connect:'));
    records.push({ urn: urns.join(' '), published: one.is_published, id: one.id });
  }
  return records;
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A small generator, so that a run can be tried again by its seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
