/**
 * Deposits under random fault plans, from one seed: no key has two records, no draft is left behind, and every file of every
 * record has the MD5 that it should have. `FAULT_SEED` and `FAULT_PLANS` choose another series and another number.
 */
import { createHash } from 'node:crypto';
import type { Faults } from '@zenodo-connect/stand-in';
import { expect, it } from 'vitest';
import {
  type DepositRequest,
  type DepositStepName,
  type FilePolicy,
  type FileSource,
  fileFromBuffer,
  isDepositError,
  isDoubtfulFileError,
  memoryJournal,
  type Zenodo,
} from '../../src/index.ts';
import { carrying } from '../_util/deposits.ts';
import { quick } from '../_util/quick.ts';
import { pickFrom, randomOf } from '../_util/random.ts';
import { all, metadata, useTarget } from '../_util/target.ts';

const seed = Number(process.env['FAULT_SEED'] ?? 20_261_125);
const count = Number(process.env['FAULT_PLANS'] ?? 500);
const mostRuns = 12;
const target = useTarget();

const calls = [
  ['POST', '/api/records'],
  ['POST', '*/draft/files'],
  ['PUT', '*/content'],
  ['POST', '*/commit'],
  ['POST', '*/pids/doi'],
  ['POST', '*/actions/publish'],
  ['POST', '*/versions'],
  ['POST', '*/files-import'],
  ['PUT', '*/draft'],
  ['GET', '*/draft'],
  ['GET', '*/draft/files'],
  ['GET', '/api/user/records'],
  ['DELETE', '*/draft/files/*'],
] as const;
const steps: readonly DepositStepName[] = [
  'planned',
  'drafted',
  'described',
  'reserved',
  'uploaded',
  'verified',
  'publishing',
  'published',
];

function orderFault(faults: Faults, random: () => number): void {
  const [method, path] = pickFrom(random, calls);
  const match = { method, path, times: 1 + Math.floor(random() * 3) };
  const afterBytes = Math.floor(random() * 800);
  pickFrom(random, [
    () => faults.workThen(match, { status: 504 }),
    () => faults.workThen(match, 'silence'),
    () => faults.answer(match, { status: 503 }),
    () => faults.answer(match, { status: 500 }),
    () => faults.answer(match, { status: 400, body: { status: 400, message: 'No.' } }),
    () => faults.answer(match, { status: 403, body: { status: 403, message: 'Permission denied.' } }),
    () => faults.answer(match, { status: 413, body: '<html></html>' }),
    () => faults.tooManyRequests(match, { retryAfterS: 1 }),
    () => faults.cutRequest(match, { afterBytes }),
    () => faults.cutReply(match, { afterBytes }),
    () => faults.wrongChecksum({ method: 'POST', path: '*/commit', times: match.times }),
    () => faults.spoil({ method: 'PUT', path: '*/content', times: match.times }),
  ])();
}

/** What should be in the record of a plan, by file key. */
type Expected = ReadonlyMap<string, (doi: string) => string>;

interface Plan {
  readonly request: DepositRequest;
  readonly expected: Expected;
  readonly crashAt: DepositStepName | undefined;
}

/** A record of the series that a later plan may make a version of. */
interface Made {
  readonly id: string;
  readonly expected: Expected;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function planOf(name: string, random: () => number, previous: Made | undefined): Plan {
  const files: FileSource[] = [];
  const own = new Map<string, (doi: string) => string>();
  const add = (key: string, textFor: (doi: string) => string, naming: boolean): void => {
    const plain = fileFromBuffer(key, textFor('{{doi}}'));
    files.push(naming ? { ...plain, withDoi: (doi) => fileFromBuffer(key, textFor(doi)) } : plain);
    own.set(key, naming ? (doi) => md5(textFor(doi)) : () => md5(textFor('{{doi}}')));
  };
  // Its own name makes each plan a change; the shared one meets what is in the version before.
  const filling = 'x'.repeat(Math.floor(random() * 3000));
  add(`${name}.xy`, () => `${name} ${filling}`, false);
  if (random() < 0.5) add('shared.xy', () => (random() < 0 ? '' : `shared by ${name}`), false);
  if (random() < 0.25) add('CITATION.cff', (doi) => `cite ${doi} of ${name}`, true);
  const filePolicy = pickFrom(random, ['upsert', 'replace', 'keep'] as const);
  const request: DepositRequest = {
    key: `plan/${name}`,
    metadata,
    files,
    finish: 'publish',
    filePolicy,
    ...(previous && { previous: previous.id }),
    ...(random() < 0.5 && { journal: memoryJournal() }),
    ...(random() < 0.15 && { abandoned: 'discard' as const }),
  };
  return { request, expected: joined(filePolicy, previous, own), crashAt: random() < 0.4 ? pickFrom(random, steps) : undefined };
}

function joined(policy: FilePolicy, previous: Made | undefined, own: Expected): Expected {
  if (!previous || policy === 'replace') return own;
  return policy === 'keep' ? new Map([...own, ...previous.expected]) : new Map([...previous.expected, ...own]);
}

/** Runs it until it ends, as a queue would; the faults end before the patience does. Answers how many runs it took. */
async function runToEnd(zenodo: Zenodo, { request, crashAt }: Plan): Promise<number> {
  for (let runs = 1; runs <= mostRuns; runs++) {
    if (runs === mostRuns - 4) target.standIn.faults.clear();
    const stop = new AbortController();
    const onStep: DepositRequest['onStep'] = ({ name }) => {
      if (runs === 1 && name === crashAt) stop.abort(new Error('crashed'));
    };
    const [end] = await Promise.allSettled([zenodo.deposit({ ...request, onStep, signal: stop.signal })]);
    if (end!.status === 'fulfilled') return runs;
    const isCrash = end!.reason instanceof Error && end!.reason.message === 'crashed';
    if (!isCrash && !isDepositError(end!.reason)) throw end!.reason;
    // A person who knows that nobody else was at this draft does what the error asks for.
    const cause: unknown = (end!.reason as Error).cause;
    if (isDoubtfulFileError(cause)) await zenodo.files.delete(cause.draftId, cause.file);
  }
  throw new Error(`The deposit "${request.key}" did not end in ${mostRuns} runs.`);
}

it(`${count} random fault plans from seed ${seed}: no double, no orphan, every file verified`, { timeout: 300_000 }, async () => {
  const zenodo = target.client({ ...quick(), createLookMs: 1500 });
  const began = performance.now();
  let [previous, stops, calledBefore] = [undefined as Made | undefined, 0, 0];
  for (let n = 0; n < count; n++) {
    const random = randomOf(seed * 1000 + n);
    const plan = planOf(String(n), random, random() < 0.4 ? previous : undefined);
    target.standIn.faults.indexLagMs = pickFrom(random, [0, 0, 10]);
    for (let left = 1 + Math.floor(random() * 3); left > 0; left--) orderFault(target.standIn.faults, random);
    stops += (await runToEnd(zenodo, plan).catch((error: unknown) => fail(n, error))) - 1;
    target.standIn.faults.clear();
    // A list that is behind can hide a draft until the end; asked once more, the deposit finds and discards it.
    await zenodo.deposit(plan.request);
    const found = await carrying(zenodo, plan.request.key);
    expect(
      found.map((one) => one.is_published),
      `what plan ${n} left`,
    ).toEqual([true]);
    const [{ id, pids }] = found as [(typeof found)[0]];
    const { entries } = await zenodo.records.files(id);
    const stored = Object.fromEntries(entries.map(({ key, checksum }) => [key, checksum]));
    const wanted = [...plan.expected].map(([key, sumFor]) => [key, `md5:${sumFor(pids['doi']!.identifier)}`]);
    expect(stored, `the files of plan ${n}`).toEqual(Object.fromEntries(wanted));
    previous = { id, expected: new Map([...plan.expected].map(([key, sumFor]) => [key, () => sumFor(pids['doi']!.identifier)])) };
    calledBefore = target.standIn.calls.length;
  }
  const own = await all(zenodo.records.own({ allVersions: true }));
  expect(own.filter((one) => !one.is_published).map(({ id }) => id)).toEqual([]);
  expect(own).toHaveLength(count);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${count} fault plans from seed ${seed} in ${seconds} s: ${stops} stops that were gone on from, ${calledBefore} calls`);
});

function fail(n: number, error: unknown): never {
  throw new Error(`Plan ${n} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
