import { ensureStored } from '../errors/checksum-error.ts';
import { DepositError } from '../errors/deposit-error.ts';
import { isConfigurationError, isNotFoundError } from '../errors/guards.ts';
import { depositUrn } from '../identifiers/deposit-key.ts';
import type { Settings } from '../options.ts';
import type { DepositJournalEntry, DepositRequest, DepositResult } from '../types/deposit.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { filesOf, md5Of } from './compare-files.ts';
import { ensureRequest } from './deposit-request.ts';
import { draftResult, recordResult } from './deposit-result.ts';
import { DepositRun, type Resources } from './deposit-run.ts';
import { bringFiles, describeDraft } from './deposit-steps.ts';
import { findInstead, findTarget, type Target } from './find-target.ts';
import { awaitRecord, publish, reserveDoi } from './publish.ts';
import { discardRivals, rivalsOf } from './rivals.ts';

/**
 * Runs a deposit to its end. Two runs of one key in this process go one after another.
 *
 * @throws {DepositError} it stopped on its way
 */
export async function deposit(zenodo: Resources, settings: Settings, request: DepositRequest): Promise<DepositResult> {
  ensureRequest(request);
  request.signal?.throwIfAborted();
  const run = new DepositRun(zenodo, settings, request, depositUrn(settings.account, request.key));
  const done = await settled(settings.inTurn(`deposit ${run.urn}`, () => runToEnd(run)));
  if (done.ok) return done.value;
  request.signal?.throwIfAborted();
  if (isConfigurationError(done.error)) throw done.error;
  throw new DepositError(run.step, run.draftId, done.error);
}

/** Where a draft led: to the end, or to another draft or record of the same key that has to be gone on with. */
type Ending = { readonly result: DepositResult; readonly next?: undefined } | { readonly next: Target; readonly result?: undefined };

async function runToEnd(run: DepositRun): Promise<DepositResult> {
  const entry = await run.request.journal?.load();
  run.tell({ name: 'planned', message: `Looking for the deposit "${run.request.key}".` });
  let target = await afterPublishing(run, entry, await findTarget(run, entry));
  for (;;) {
    if (target.record) return atRecord(run, target.record, target.unchanged);
    const ending: Ending = await throughDraft(run, target.draft, target.fresh ?? false);
    if (ending.result) return ending.result;
    target = ending.next;
  }
}

async function throughDraft(run: DepositRun, found: Draft, fresh: boolean): Promise<Ending> {
  const worked = await settled(fill(run, found, fresh));
  if (worked.ok) return worked.value;
  // Somebody else, or another run of this key, may have published it under our hands, or discarded it for its own.
  const next = isNotFoundError(worked.error) ? await findInstead(run, found) : undefined;
  if (!next || next.draft?.id === found.id) throw worked.error;
  return { next };
}

async function fill(run: DepositRun, found: Draft, fresh: boolean): Promise<Ending> {
  run.abandoned.delete(found.id);
  const described = await describeDraft(run, found, fresh);
  const files = await bringFiles(run, described, fresh);
  const { older, younger } = await rivalsOf(run, described);
  if (older) {
    run.abandoned.add(described.id);
    return { next: older };
  }
  await discardRivals(run, new Set([...younger, ...run.abandoned]), files);
  const draft = await reserveDoi(run, described);
  await run.reach('reserved', draft, `The DOI will be ${draft.pids['doi']?.identifier}.`);
  if (run.publishes) {
    await run.reach('publishing', draft, `Publishing ${draft.id}.`);
    return { next: { record: await publish(run, draft) } };
  }
  await run.reach('left', draft, `The draft ${draft.id} is ready for a person.`);
  return { result: draftResult(described, draft, files) };
}

/** A run that ended while it published may have done so, or may still be at it: the record is looked for first. */
async function afterPublishing(run: DepositRun, entry: DepositJournalEntry | undefined, target: Target): Promise<Target> {
  if (entry?.step !== 'publishing' || target.draft?.id !== entry.draftId || !target.draft) return target;
  const record = await awaitRecord(run, target.draft.id);
  return record ? { record } : target;
}

async function atRecord(run: DepositRun, record: ZenodoRecord, unchanged = false): Promise<DepositResult> {
  const files = await filesOf(run, record);
  for (const source of run.request.files) {
    const stored = files.find(({ key }) => key === source.key);
    ensureStored(source, await md5Of(run, source), stored, 'published');
  }
  await discardRivals(run, run.abandoned, files);
  const doi = record.pids['doi']?.identifier ?? record.id;
  await run.reach('published', record, unchanged ? `The record ${record.id} has these files already.` : `Published as ${doi}.`);
  return recordResult(record, files, unchanged);
}
