import type { Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import type { Inbox } from '../tables/inbox.ts';
import type { Spool } from './spool.ts';

/** Lets the transaction that released a file commit before it is looked for. */
const wakeMs = 50;
/** Between two looks without a wake. */
const pollMs = 60_000;
const atOnce = 50;

interface Deps {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly spool: Spool;
  readonly log: Settings['log'];
}

/**
 * Removes the spool files that the inbox released, and only then takes their names out of the rows: a crash in between
 * leaves a name without a file, which the next pass finishes.
 */
export class SpoolCleaner {
  readonly #deps: Deps;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #stopped = false;
  #pass: Promise<void> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** There may be something to remove. A hint: it also looks by itself. */
  wake(afterMs = wakeMs): void {
    const at = Date.now() + afterMs;
    if (this.#stopped || (this.#timer && this.#timerAt <= at)) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#look(), afterMs).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#pass) {
      this.wake();
      return;
    }
    this.#pass = this.#removeAll()
      .catch((error: Error) => {
        const message = `A spool file that is on Zenodo cannot be removed yet: ${error.message}`;
        this.#deps.log({ time: new Date().toISOString(), level: 'error', kind: 'spool', message });
      })
      .finally(() => {
        this.#pass = undefined;
        this.wake(pollMs);
      });
  }

  async #removeAll(): Promise<void> {
    const { store, inbox, spool } = this.#deps;
    await store.write([inbox.releaseDue(Date.now())]);
    for (;;) {
      const names = await inbox.released(atOnce);
      if (names.length === 0 || this.#stopped) return;
      await Promise.all(names.map((name) => spool.remove(name)));
      await store.write(names.map((name) => inbox.forgetSpool(name)));
    }
  }
}
