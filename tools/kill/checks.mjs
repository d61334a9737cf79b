import { postgresMissing } from '../servers/postgres.mjs';
import { redisMissing } from '../servers/redis.mjs';
import { kinds } from './kinds.mjs';
import { killRun } from './run.mjs';

/**
 * The kill runs as steps, one each. The packages must be built.
 *
 * @param {import('../lib/steps.mjs').Steps} steps
 * @param {{ kills: number, seed: number, only?: readonly string[] }} options
 * @returns what each run found, by the name of its kind, for a report
 */
export async function killChecks(steps, { kills, seed, only = Object.keys(kinds) }) {
  const outcomes = {};
  for (const name of only) {
    const { title, share, mostKills = Number.POSITIVE_INFINITY, ...kind } = kinds[name];
    const missing = kind.database === 'postgres' ? ((await postgresMissing()) ?? (await redisMissing())) : undefined;
    if (missing) {
      process.stdout.write(`Skipped: ${title}. ${missing}\n`);
      steps.skipped += 1;
      continue;
    }
    await steps.check(`${title}: nothing lost, doubled or disordered, everything told`, async () => {
      const count = Math.min(Math.max(1, Math.round(kills * share)), mostKills);
      const outcome = await killRun({ ...kind, kills: count, seed, tell: (line) => process.stdout.write(`  ${line}\n`) });
      outcomes[name] = { title, ...outcome };
      process.stdout.write(
        `  ${outcome.kills} kills, ${outcome.acknowledged} files acknowledged, ${outcome.records} records, ${outcome.events} events, seed ${seed}\n`,
      );
      return { code: isGood(outcome) ? 0 : 1, output: JSON.stringify(outcome, null, 1) };
    });
  }
  return outcomes;
}

/** Gateways that take nothing in lose nothing either: a run with fewer files than kills shows little, and does not pass. */
function isGood({ settled, lost, doubled, disordered, untold, acknowledged, kills: done }) {
  return settled && acknowledged >= done && [lost, doubled, disordered, untold].every(({ length }) => length === 0);
}
