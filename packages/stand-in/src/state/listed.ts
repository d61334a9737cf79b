import type { Entry } from './entry.ts';

/** One state of an entry as listings see it: what the store has, or, once that has changed, the text that was there before. */
export class Listed {
  readonly id: string;
  readonly #read: (id: string) => Entry;
  #before: string | undefined;

  /** @param read - gets the entry from the store */
  constructor(id: string, read: (id: string) => Entry) {
    this.id = id;
    this.#read = read;
  }

  get entry(): Entry {
    return this.#before === undefined ? this.#read(this.id) : (JSON.parse(this.#before) as Entry);
  }

  /** To be called before the store changes: from now on this state is the one of that text. The first call holds. */
  keep(text: string): void {
    this.#before ??= text;
  }
}
