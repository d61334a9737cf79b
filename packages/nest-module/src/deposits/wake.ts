/** Tells those of this process who wait for work that there may be some. A hint: they look by themselves too, only later. */
export class Wake {
  readonly #listeners = new Set<() => void>();
  #further: ((jobId: string | undefined) => void) | undefined;

  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  forget(listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Takes the hint to other processes too; undefined stops that. */
  passOn(further: ((jobId: string | undefined) => void) | undefined): void {
    this.#further = further;
  }

  /** There may be work, such as this job. */
  call(jobId?: string): void {
    this.hear();
    this.#further?.(jobId);
  }

  /** The same, told by another process. */
  hear(): void {
    for (const listener of this.#listeners) listener();
  }
}
