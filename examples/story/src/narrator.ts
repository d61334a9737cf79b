/** Tells the story on stdout: one line a step, with the seconds since it began, as it happens. */
export class Narrator {
  readonly #startedAt = Date.now();

  step(what: string, detail?: string): void {
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(2).padStart(6);
    process.stdout.write(`${seconds} s  ${what}${detail ? `\n          ${detail}` : ''}\n`);
  }

  line(text = ''): void {
    process.stdout.write(`${text}\n`);
  }
}
