import type { Wait } from '@zenodo-connect/core';

/** Passes what the module's own client waits for to the runner, so that a job can say it. */
export class Waits {
  #listener: ((wait: Wait) => void) | undefined;

  listen(listener: ((wait: Wait) => void) | undefined): void {
    this.#listener = listener;
  }

  readonly tell = (wait: Wait): void => this.#listener?.(wait);
}
