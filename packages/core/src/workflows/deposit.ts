import { ensureStored } from '../errors/checksum-error.ts';
import { DepositError } from '../errors/deposit-error.ts';
import { ensureObject } from '../errors/ensure.ts';
import { isAccountStoppedError, isConfigurationError, isNotFoundError, isPlanChangedError } from '../errors/guards.ts';
import { depositUrn } from '../identifiers/deposit-key.ts';
import type { Settings } from '../options.ts';
import type { DepositRequest, DepositResult } from '../types/deposit.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { DepositPlan } from './deposit-plan.ts';
import { ensureRequest } from './deposit-request.ts';
import { recordResult } from './deposit-result.ts';
import { DepositRun, type Resources } from './deposit-run.ts';
import { table } from './deposit-table.ts';
import { md5Of } from './digests.ts';
import { filesOf } from './file-changes.ts';
import { findInstead, look, type Sight, type Target, targetOf } from './find-target.ts';
import { awaitFindable } from './findable.ts';
import { carriesKey } from './look-up.ts';
import type { Outcome, Place } from './place.ts';
import { ensureSamePlan, planOf } from './plan.ts';
import { discardRivals, lateRivals } from './rivals.ts';

/**
 * Runs a deposit to its end. Two runs of one key in this process go one after another.
 *
 * @throws {DepositError} it stopped on its way
 */
export async function deposit(zenodo: Resources, settings: Settings, wanted: DepositRequest | DepositPlan): Promise<DepositResult> {
  ensureObject('request', wanted, '{ key, metadata, files }');
  const planned = DepositPlan.isPlan(wanted) ? wanted : undefined;
  const run = runOf(zenodo, settings, planned ? planned.request : (wanted as DepositRequest));
  const { signal } = run.request;
  const done = await settled(settings.inTurn(`deposit ${run.urn}`, () => runToEnd(run, planned)));
  if (done.ok) return done.value;
  signal?.throwIfAborted();
  const { error } = done;
  // These tell of a deposit that has not begun.
  const hasBegun = run.draftId !== undefined;
  if (isConfigurationError(error) || (!hasBegun && (isPlanChangedError(error) || isAccountStoppedError(error)))) throw error;
  throw new DepositError(run.step, run.draftId, error);
}

/**
 * Says what `deposit` would do, without doing it.
 *
 * @throws {ConfigurationError} the request cannot work
 */
export async function plan(zenodo: Resources, settings: Settings, request: DepositRequest): Promise<DepositPlan> {
  ensureObject('request', request, '{ key, metadata, files }');
  const run = runOf(zenodo, settings, { ...request, onStep: () => undefined });
  return settings.inTurn(`deposit ${run.urn}`, async () => {
    const entry = await request.journal?.load();
    if (entry) run.recall(entry);
    const made = await planOf(run, await look(run, entry));
    return new DepositPlan(request, made);
  });
}

function runOf(zenodo: Resources, settings: Settings, request: DepositRequest): DepositRun {
  ensureRequest(request, settings);
  request.signal?.throwIfAborted();
  return new DepositRun(zenodo, settings, request, depositUrn(settings.account, request.key));
}

async function runToEnd(run: DepositRun, planned: DepositPlan | undefined): Promise<DepositResult> {
  await run.zenodo.publishGuard.ensureGoing();
  const entry = await run.request.journal?.load();
  if (entry) run.recall(entry);
  run.tell({ name: 'planned', message: `Looking for the deposit "${run.request.key}".` });
  const sight = await look(run, entry);
  if (planned) await hold(run, planned, sight);
  let target = await targetOf(run, sight);
  for (;;) {
    if (target.record) return atRecord(run, target.record, target.unchanged ?? false);
    const led = await throughTable(run, target);
    if (led.result) return led.result;
    target = led.next;
  }
}

/** Holds a plan against what there is now, and the run against the plan. */
async function hold(run: DepositRun, planned: DepositPlan, sight: Sight): Promise<void> {
  ensureSamePlan(planned.content, await planOf(run, sight));
  run.planned = planned.content.files;
}

/** Where a draft led: to the end, or to another draft or record of the same key that has to be gone on with. */
type Led = { readonly result: DepositResult; readonly next?: undefined } | { readonly next: Target; readonly result?: undefined };

async function throughTable(run: DepositRun, { draft, way }: Exclude<Target, { record: ZenodoRecord }>): Promise<Led> {
  const wasOurs = way !== 'made' && carriesKey(run, draft);
  let place: Place = { draft, way, wasOurs, errors: undefined, sources: [], files: [] };
  for (const row of table) {
    if (row.when && !row.when(run)) continue;
    const worked = await settled(row.work(run, place));
    const outcome = worked.ok ? worked.value : await instead(run, draft, worked.error);
    if (outcome.next) return outcome;
    place = outcome.place;
    const isEnd = outcome.result !== undefined;
    await run.reach(stepAt(row.step, outcome), place.draft, outcome.message);
    if (isEnd) return { result: outcome.result };
  }
  throw new Error('The table of the deposit has no end for this ending.');
}

/** A review can end a run before its ending: then the step is that of the review. */
function stepAt(step: (typeof table)[number]['step'], { result }: Outcome): (typeof table)[number]['step'] {
  if (result?.status === 'declined') return 'reviewed';
  return result?.status === 'in_review' ? 'submitted' : step;
}

/** Somebody else, or another run of this key, may have published a draft under our hands, or discarded it for its own. */
async function instead(run: DepositRun, lost: Draft, error: unknown): Promise<{ readonly next: Target }> {
  const next = isNotFoundError(error) ? await findInstead(run, lost) : undefined;
  if (!next || next.draft?.id === lost.id) throw error;
  run.note(`The draft ${lost.id} went away under the work; going on with ${(next.draft ?? next.record)?.id}.`);
  return { next };
}

async function atRecord(run: DepositRun, record: ZenodoRecord, unchanged: boolean): Promise<DepositResult> {
  const files = await filesOf(run, record);
  const isKept = (key: string) => run.request.filePolicy === 'keep' && files.some((file) => file.key === key);
  for (const source of run.sourcesFor(record)) {
    if (isKept(source.key)) continue;
    const stored = files.find(({ key }) => key === source.key);
    ensureStored(source, await md5Of(run, source), stored, 'published');
  }
  if (!unchanged) await discardRivals(run, new Set([...run.abandoned, ...(await lateRivals(run))]), files);
  const doi = record.pids['doi']?.identifier ?? record.id;
  if (run.submits && !unchanged) await run.reach('reviewed', record, `The record ${record.id} was accepted.`);
  await run.reach('published', record, unchanged ? `The record ${record.id} has these files already.` : `Published as ${doi}.`);
  return recordResult(record, files, { unchanged, findable: await awaitFindable(run, record) });
}
