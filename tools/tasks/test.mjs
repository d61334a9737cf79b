/**
 * `npm test`: all that Node alone can check. Build, format, lint with the import arrows, types, package checks, and
 * every test (unit, contract, integration on embedded parts, README examples).
 *
 *     npm test                 everything
 *     npm test -- --quick      format, lint, types, unit tests: under a minute
 */
import { parseArgs } from 'node:util';
import { Steps } from '../lib/steps.mjs';
import { vitest } from '../lib/vitest.mjs';
import { capture } from '../lib/workspace.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, help: { type: 'boolean' } } });
if (options.help) {
  process.stdout.write(
    'npm test                 everything that Node alone can check\nnpm test -- --quick      format, lint, types and unit tests only\n',
  );
  process.exit(0);
}

const steps = new Steps();
const turbo = (task) => capture('turbo', ['run', task, '--output-logs=errors-only']);

const built = await steps.check('every package builds', () => turbo('build'));
await steps.check('format and lint are clean', () => capture('biome', ['check', '.', '--error-on-warnings']));
await steps.check('no floating promise, no import against the arrows', () => capture('oxlint', ['--type-aware', '--deny-warnings', '.']));
if (built) {
  await steps.check('types agree', () => turbo('typecheck'));
  if (!options.quick) {
    await steps.check('packages resolve for their users (publint, attw)', () => turbo('check:package'));
    await steps.check('nothing is unused (knip)', () => capture('knip', []));
  }
  steps.add(await vitest(options.quick ? 'quick' : 'all', options.quick ? ['--project', 'unit', '--project', 'tools'] : []));
}
process.exitCode = steps.close();
