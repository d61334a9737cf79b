/**
 * `npm run test:kill`: gateways are killed while instruments send, and what they promised is held against what Zenodo has.
 *
 *     npm run test:kill                       100 kills on SQLite, and 20 of three gateways on PostgreSQL and Redis where these are installed
 *     npm run test:kill -- --kills 10000      more of them: about 2 s a kill
 *     npm run test:kill -- --only sqlite      one of the runs: sqlite, postgres
 *     npm run test:kill -- --seed 7           the choices of another run; moments stay chance
 *     npm run test:kill -- --report           writes docs/kills.md
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Steps } from '../lib/steps.mjs';
import { build, capture, root } from '../lib/workspace.mjs';
import { postgresMissing } from '../servers/postgres.mjs';
import { redisMissing } from '../servers/redis.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    only: { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  const [, usage] = /^\/\*\*\n([\s\S]*?)\n \*\/$/m.exec(await readFile(new URL(import.meta.url), 'utf8'));
  process.stdout.write(`${usage.replace(/^ \* ?/gm, '')}\n`);
  process.exit(0);
}
const kills = Number(options.kills);
const seed = Number(options.seed ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--kills and --seed are whole numbers; --kills is 1 or more.\n');
  process.exit(1);
}

const steps = new Steps();
// Not imported before it is built: the runs use what is published.
await steps.check('every package builds', () => build().then(() => ({ code: 0 })));
const { killRun } = await import('../kill/run.mjs');
const { kinds, reportOf } = await import('../kill/report.mjs');
const names = Object.keys(kinds).filter((name) => options.only === undefined || options.only === name);
if (names.length === 0) process.stdout.write(`There is no run "${options.only}"; there are ${Object.keys(kinds).join(', ')}.\n`);

const outcomes = [];
for (const name of names) {
  const { title, share, ...kind } = kinds[name];
  const missing = kind.database === 'postgres' ? ((await postgresMissing()) ?? (await redisMissing())) : undefined;
  if (missing) {
    process.stdout.write(`Skipped: ${title}. ${missing}\n`);
    steps.skipped += 1;
    continue;
  }
  await steps.check(`${title}: nothing lost, doubled or disordered, everything told`, async () => {
    const outcome = await killRun({
      ...kind,
      kills: Math.max(1, Math.round(kills * share)),
      seed,
      tell: (line) => process.stdout.write(`  ${line}\n`),
    });
    outcomes.push({ title, ...outcome });
    return { code: isGood(outcome) ? 0 : 1, output: JSON.stringify(outcome, null, 1) };
  });
}
if (options.report && outcomes.length > 0) {
  const { output } = await capture('git', ['rev-parse', '--short', 'HEAD']);
  const page = reportOf(outcomes, { commit: output.trim(), day: new Date().toISOString().slice(0, 10) });
  await writeFile(path.join(root, 'docs', 'kills.md'), page);
  process.stdout.write('Written: docs/kills.md\n');
}
process.exitCode = steps.close();

/** Gateways that take nothing in lose nothing either: a run with fewer files than half of its kills shows little, and does not pass. */
function isGood({ settled, lost, doubled, disordered, untold, acknowledged, kills: done }) {
  return settled && acknowledged * 2 >= done && [lost, doubled, disordered, untold].every(({ length }) => length === 0);
}
