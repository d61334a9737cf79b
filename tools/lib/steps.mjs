/**
 * A list of named checks run one after another, each counted as one; what they printed is shown when they fail.
 * The last line is what machines read: `N passed, N failed`, with `, N skipped` where tests were skipped.
 */
export class Steps {
  passed = 0;
  failed = 0;
  skipped = 0;
  #failures = [];

  /**
   * @param {string} name what is claimed: "format and lint are clean"
   * @param {() => Promise<{ code: number, output?: string }>} check
   */
  async check(name, check) {
    const started = Date.now();
    process.stdout.write(`· ${name} …\n`);
    const { code, output = '' } = await check().catch((error) => ({ code: 1, output: String(error?.stack ?? error) }));
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    if (code === 0) {
      this.passed += 1;
      process.stdout.write(`✓ ${name} (${seconds} s)\n`);
    } else {
      this.failed += 1;
      this.#failures.push(name);
      process.stdout.write(`${output}\n✗ ${name} (${seconds} s, exit code ${code})\n`);
    }
    return code === 0;
  }

  /** Adds what a test runner counted. */
  add({ passed, failed, skipped, failures }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    this.#failures.push(...failures);
  }

  /** Prints the failures and the closing line, and returns the exit code. */
  close() {
    for (const failure of this.#failures) process.stdout.write(`failed: ${failure}\n`);
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    process.stdout.write(`\n${this.passed} passed, ${this.failed} failed${skipped}\n`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
