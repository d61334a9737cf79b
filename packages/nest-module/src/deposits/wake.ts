/** Tells the runner of this process that there may be work. A hint: the runner looks by itself too, only later. */
export class Wake {
  #listener: (() => void) | undefined;

  listen(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  call(): void {
    this.#listener?.();
  }
}
