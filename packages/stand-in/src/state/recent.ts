/** The documents that were used last, so that they are not read and parsed again for each look at them. */
export class Recent<T> {
  readonly #most: number;
  readonly #read: (id: string) => T | undefined;
  /** In the order of their last use. */
  readonly #held = new Map<string, T>();

  /**
   * @param most - how many are held
   * @param read - gets one that is not held; undefined when there is none
   */
  constructor(most: number, read: (id: string) => T | undefined) {
    this.#most = most;
    this.#read = read;
  }

  get(id: string): T | undefined {
    const found = this.#held.get(id) ?? this.#read(id);
    if (found !== undefined) this.hold(id, found);
    return found;
  }

  hold(id: string, document: T): void {
    this.#held.delete(id);
    this.#held.set(id, document);
    if (this.#held.size > this.#most) this.#held.delete(this.#held.keys().next().value!);
  }

  forget(id: string): void {
    this.#held.delete(id);
  }

  clear(): void {
    this.#held.clear();
  }
}
