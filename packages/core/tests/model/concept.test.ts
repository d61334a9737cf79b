/**
 * Deposits, crashes and a person's hands in any order: whatever came before, the stand-in holds what a simple model says.
 * `MODEL_RUNS` and `MODEL_SEED` choose how many series and which.
 */
import { startStandIn } from '@zenodo-connect/stand-in';
import fc from 'fast-check';
import { it } from 'vitest';
import { type DepositStepName, Zenodo } from '../../src/index.ts';
import { quick } from '../_util/quick.ts';
import { type Asked, Crash, Deposit, expectSame, Look, PersonDiscards, PersonPublishes, PersonUploads, Resume } from './commands.ts';
import { lostCalls, type Model, type Real } from './concept-model.ts';

const numRuns = Number(process.env['MODEL_RUNS'] ?? 60);
const seed = process.env['MODEL_SEED'] === undefined ? {} : { seed: Number(process.env['MODEL_SEED']) };
const steps: readonly DepositStepName[] = [
  'planned',
  'drafted',
  'described',
  'uploaded',
  'verified',
  'reserved',
  'publishing',
  'published',
  'left',
];

const key = fc.constantFrom('a.xy', 'b.xy', 'c/d.xy');
const text = fc.constantFrom('one', 'two', 'three');
const asked: fc.Arbitrary<Asked> = fc.record({
  files: fc.uniqueArray(fc.tuple(key, text), { minLength: 1, maxLength: 3, selector: ([name]) => name }).map((pairs) => new Map(pairs)),
  policy: fc.constantFrom('upsert', 'replace', 'keep'),
  finish: fc.constantFrom('leave', 'publish'),
  lost: fc.option(fc.constantFrom(...lostCalls), { nil: undefined }),
});

const commands = fc.commands(
  [
    asked.map((one) => new Deposit(one)),
    fc.tuple(asked, fc.constantFrom(...steps)).map(([one, step]) => new Crash(one, step)),
    fc.constant(new Resume()),
    fc.tuple(key, text).map(([name, content]) => new PersonUploads(name, content)),
    fc.constant(new PersonPublishes()),
    fc.constant(new PersonDiscards()),
    fc.constant(new Look()),
  ],
  { maxCommands: 14 },
);

async function runSeries(series: Iterable<fc.AsyncCommand<Model, Real>>): Promise<void> {
  await using standIn = await startStandIn({ port: 0 });
  const real: Real = {
    zenodo: new Zenodo({ baseUrl: standIn.url, token: standIn.tokens.owner, createLookMs: 500, random: () => 0, ...quick() }),
    lose: (call) => standIn.faults.workThen({ method: 'POST', path: `*${call}` }, { status: 504 }),
    clearFaults: () => standIn.faults.clear(),
    latestId: undefined,
    draftId: undefined,
    stopped: undefined,
  };
  const model: Model = { versions: [], draft: undefined, stopped: undefined };
  await fc.asyncModelRun(() => ({ model, real }), series);
  if (model.stopped) await new Resume().run(model, real);
  await expectSame(model, real);
}

it(`${numRuns} series of deposits, crashes and hands on one concept leave what the model says`, { timeout: 300_000 }, async () => {
  await fc.assert(fc.asyncProperty(commands, runSeries), { numRuns, endOnFailure: false, ...seed });
});
