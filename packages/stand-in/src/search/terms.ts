/** Numbers for texts, so that a search compares numbers. A text keeps its number. */
export class Terms {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  get count(): number {
    return this.#texts.length;
  }

  /** The number of a text that is there. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  /** The number of a text; a new one is taken in. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** The numbers of the texts that fit. */
  all(fits: (text: string) => boolean): number[] {
    return this.#texts.flatMap((text, number) => (fits(text) ? [number] : []));
  }

  texts(): readonly string[] {
    return this.#texts;
  }

  textOf(number: number): string {
    return this.#texts[number]!;
  }

  /** The same text as it is held already, so that equal ones take their memory once. */
  shared(text: string): string {
    return this.textOf(this.numberOf(text));
  }

  /** A test of numbers from one of texts, which looks at each text once. */
  test(accepts: (text: string) => boolean): (number: number) => boolean {
    const known = new Uint8Array(this.count);
    return (number) => {
      known[number] ||= accepts(this.textOf(number)) ? 1 : 2;
      return known[number] === 1;
    };
  }
}
