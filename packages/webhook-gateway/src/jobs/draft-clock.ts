import type { Settings } from '../config/settings.ts';
import type { DraftDesk } from './draft-desk.ts';

/** Held drafts wait for hours; a second more is none. */
const everyMs = 1_000;

/** Lets the time of held drafts run out, and carries out what was decided while no gateway ran. */
export class DraftClock {
  readonly #desk: DraftDesk;
  readonly #log: Settings['log'];
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #stopped = false;

  constructor(desk: DraftDesk, log: Settings['log']) {
    this.#desk = desk;
    this.#log = log;
  }

  start(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#pass = this.#desk
        .carryOut()
        .catch((error: Error) => {
          const message = `Drafts that wait for their time could not be looked at: ${error.message}`;
          this.#log({ time: new Date().toISOString(), level: 'error', kind: 'drafts', message });
        })
        .finally(() => this.start());
    }, everyMs).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }
}
