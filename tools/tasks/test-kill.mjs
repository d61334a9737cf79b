/**
 * `npm run test:kill`: gateways are killed while instruments send, and what they promised is held against what Zenodo has.
 *
 *     npm run test:kill                       100 kills of one gateway on SQLite; of three on PostgreSQL and Redis, where these are
 *                                             installed, 20 kills, and 12 more with one each ten seconds
 *     npm run test:kill -- --kills 10000      more of them: about 1.5 s a kill, and ten seconds for each of at most 60
 *     npm run test:kill -- --only sqlite      one of the runs: sqlite, postgres, replicas; may be given more than once
 *     npm run test:kill -- --seed 7           the choices of another run; moments stay chance
 *     npm run test:kill -- --report           writes docs/kills.md
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { kinds } from '../kill/kinds.mjs';
import { Steps } from '../lib/steps.mjs';
import { usageOf } from '../lib/usage.mjs';
import { build, cache, capture, root } from '../lib/workspace.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    only: { type: 'string', multiple: true },
    seed: { type: 'string' },
    report: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  process.stdout.write(await usageOf(import.meta.url));
  process.exit(0);
}
const kills = Number(options.kills);
const seed = Number(options.seed ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--kills and --seed are whole numbers; --kills is 1 or more.\n');
  process.exit(1);
}

const only = options.only ?? Object.keys(kinds);
const unknown = only.filter((name) => !(name in kinds));
if (unknown.length > 0) {
  process.stderr.write(`There is no run ${unknown.join(', ')}; there are ${Object.keys(kinds).join(', ')}.\n`);
  process.exit(1);
}
process.once('SIGINT', () => {
  process.stderr.write('\nStopped by you: what was promised so far has not been compared with what is there.\n');
  process.exit(130);
});

const steps = new Steps();
// Not imported before it is built: the runs use what is published.
await steps.check('every package builds', () => build().then(() => ({ code: 0 })));
const { killChecks } = await import('../kill/checks.mjs');
const { reportOf } = await import('../kill/report.mjs');

const outcomes = await killChecks(steps, { kills, seed, only });
if (options.report) await report(outcomes);
process.exitCode = steps.close();

/** Each kind of run has its column on the page, of the last time that it was made here. */
async function report(made) {
  const kept = path.join(cache, 'kill', 'latest.json');
  const { output } = await capture('git', ['rev-parse', '--short', 'HEAD']);
  const stamp = { commit: output.trim(), day: new Date().toISOString().slice(0, 10) };
  const before = await readFile(kept, 'utf8').then(JSON.parse, () => ({}));
  const all = { ...before, ...Object.fromEntries(Object.entries(made).map(([name, outcome]) => [name, { ...outcome, ...stamp }])) };
  await writeFile(kept, JSON.stringify(all));
  await writeFile(path.join(root, 'docs', 'kills.md'), reportOf(Object.keys(kinds).flatMap((name) => all[name] ?? [])));
  process.stdout.write('Written: docs/kills.md\n');
}
