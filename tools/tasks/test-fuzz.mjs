/**
 * `npm run test:fuzz`: mutated requests at every door of a gateway, which has to take or refuse each, and to stay as it was.
 *
 *     npm run test:fuzz                        100,000 requests
 *     npm run test:fuzz -- --requests 1000000  more of them
 *     npm run test:fuzz -- --seed 7            the choices of another run; ids and times that the gateway gives are its own
 *     npm run test:fuzz -- --from 4711         begins with that request of the run: with --requests 1 it is sent alone
 *     npm run test:fuzz -- --report            writes docs/fuzz.md
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Steps } from '../lib/steps.mjs';
import { usageOf } from '../lib/usage.mjs';
import { build, capture, root } from '../lib/workspace.mjs';

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    report: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  process.stdout.write(await usageOf(import.meta.url));
  process.exit(0);
}
const [requests, from] = [Number(options.requests), Number(options.from)];
const seed = Number(options.seed ?? Date.now() % 1_000_000);
if (![requests, from, seed].every(Number.isSafeInteger) || requests < 1 || from < 0) {
  process.stderr.write('--requests, --from and --seed are whole numbers; --requests is 1 or more.\n');
  process.exit(1);
}

const steps = new Steps();
// Not imported before it is built: the run uses what is published.
await steps.check('every package builds', () => build().then(() => ({ code: 0 })));
const { fuzzRun } = await import('../fuzz/run.mjs');
const { faultsOf, lineOf, reportOf } = await import('../fuzz/verdict.mjs');
await steps.check(`${requests} mutated requests, seed ${seed}: each taken or refused, no 500, no crash, memory flat`, async () => {
  const outcome = await fuzzRun({ requests, seed, from, tell: (line) => process.stdout.write(`  ${line}\n`) });
  process.stdout.write(`${lineOf(outcome)}\n`);
  if (options.report) {
    const { output } = await capture('git', ['rev-parse', '--short', 'HEAD']);
    await writeFile(
      path.join(root, 'docs', 'fuzz.md'),
      reportOf(outcome, { commit: output.trim(), day: new Date().toISOString().slice(0, 10) }),
    );
    process.stdout.write('Written: docs/fuzz.md\n');
  }
  const faults = faultsOf(outcome);
  return { code: faults.length === 0 ? 0 : 1, output: faults.join('\n') };
});
process.exitCode = steps.close();
