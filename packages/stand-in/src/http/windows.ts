import type { WindowKind } from './router.ts';

/**
 * Which draft is being written right now. Zenodo answers the loser of two writes at once with an error of its own;
 * a call is concurrent when another of its kind to the same draft arrived earlier and is not finished.
 */
export class Windows {
  readonly #open = new Map<string, number>();

  /** Opens a window; `leave` has to be called once the work is done. */
  enter(kind: WindowKind, id: string): { concurrent: boolean; leave(): void } {
    const key = `${kind} ${id}`;
    const before = this.#open.get(key) ?? 0;
    this.#open.set(key, before + 1);
    let left = false;
    return {
      concurrent: before > 0,
      leave: () => {
        if (left) return;
        left = true;
        const now = (this.#open.get(key) ?? 1) - 1;
        if (now === 0) this.#open.delete(key);
        else this.#open.set(key, now);
      },
    };
  }
}
