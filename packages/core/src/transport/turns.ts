import { settled } from '../types/settled.ts';

/** Lets work of one key go one after another, within this process. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work);
    const end = settled(mine);
    this.#last.set(key, end);
    await end;
    if (this.#last.get(key) === end) this.#last.delete(key);
    return mine;
  }
}

/** One for the process: two clients of one account must not meet in a draft either. */
export const processTurns = new Turns();
