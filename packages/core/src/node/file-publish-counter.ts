import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { PublishCounter } from '../types/publish-guard.ts';
import { diskError } from './disk-error.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

/** Nobody holds the lock longer than it takes to write a small file; what is older was left by a process that died. */
const staleLockMs = 10_000;
const lockTries = 600;
const lockPauseMs = 25;

interface State {
  /** Deposits by day and account. */
  readonly days: { [day: string]: { [account: string]: string[] } };
  readonly stops: { [account: string]: string };
}

/** Counts in a file, which processes of one machine may share. A lock file beside it lets them write one after another. */
export class FilePublishCounter implements PublishCounter {
  readonly #file: string;

  /** @param file - its folder has to be there */
  constructor(file: string) {
    this.#file = file;
  }

  take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean> {
    return this.#change((state) => {
      const taken = takenOf(state, account, day);
      if (!taken.includes(deposit) && taken.length >= ceiling) return false;
      if (!taken.includes(deposit)) taken.push(deposit);
      // Days before are never asked for again.
      for (const old of Object.keys(state.days)) if (old < day) delete state.days[old];
      return true;
    });
  }

  giveBack(account: string, day: string, deposit: string): Promise<void> {
    return this.#change((state) => {
      const taken = takenOf(state, account, day);
      const place = taken.indexOf(deposit);
      if (place >= 0) taken.splice(place, 1);
    });
  }

  async taken(account: string, day: string): Promise<number> {
    return (await this.#read()).days[day]?.[account]?.length ?? 0;
  }

  stop(account: string, reason: string): Promise<void> {
    return this.#change((state) => {
      state.stops[account] = reason;
    });
  }

  async stopped(account: string): Promise<string | undefined> {
    return (await this.#read()).stops[account];
  }

  resume(account: string): Promise<void> {
    return this.#change((state) => {
      delete state.stops[account];
    });
  }

  async #read(): Promise<State> {
    const text = await readIfThere(this.#file);
    return text === undefined ? { days: {}, stops: {} } : stateIn(this.#file, text);
  }

  async #change<T>(work: (state: State) => T): Promise<T> {
    const unlock = await locked(`${this.#file}.lock`);
    try {
      const state = await this.#read();
      const done = work(state);
      await writeDurably(this.#file, `${JSON.stringify(state)}\n`);
      return done;
    } finally {
      await unlock();
    }
  }
}

function takenOf({ days }: State, account: string, day: string): string[] {
  days[day] ??= {};
  days[day][account] ??= [];
  return days[day][account];
}

/** @throws {ConfigurationError} the file holds something else: counting anew could publish more than is allowed */
function stateIn(file: string, text: string): State {
  try {
    const state: unknown = JSON.parse(text);
    if (typeof state === 'object' && state !== null && 'days' in state && 'stops' in state) return state as State;
  } catch {
    // Told of below.
  }
  throw new ConfigurationError(`The file "${file}" is no count of publications. Name another one, or move it away.`);
}

async function locked(lock: string): Promise<() => Promise<void>> {
  for (let tries = 0; tries < lockTries; tries++) {
    try {
      const handle = await open(lock, 'wx', 0o600);
      await handle.close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw diskError('written', lock, error);
    }
    if (await isStale(lock)) await rm(lock, { force: true });
    else await wait(lockPauseMs);
  }
  throw new ConfigurationError(`The lock "${lock}" does not become free. Remove it if no process uses it.`);
}

async function isStale(lock: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(lock)).mtimeMs > staleLockMs;
  } catch {
    return false;
  }
}
