import { isNotFoundError, isRefusal, isUnclear } from '../errors/guards.ts';
import { depositUrnsOf } from '../identifiers/deposit-key.ts';
import type { DepositJournalEntry } from '../types/deposit.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { ensureInitial, ensureSubmittable } from './deposit-request.ts';
import type { DepositRun } from './deposit-run.ts';
import { firstMetadata } from './describe.ts';
import { holdsExactly } from './file-changes.ts';
import { findByKey, open, openOwn } from './look-up.ts';
import { awaitRecord } from './publish.ts';

/**
 * How a run came to its draft. `made`: by this run, described and without files; `version`: the next version's, by this
 * run; `adopted` and `adopted_version`: an earlier run left it; `given`: it was given as `previous`.
 */
export type WayIn = 'made' | 'version' | 'adopted' | 'adopted_version' | 'given';

type AtDraft = { readonly draft: Draft; readonly way: WayIn; readonly record?: undefined };
type AtRecord = { readonly record: ZenodoRecord; readonly unchanged?: boolean; readonly draft?: undefined };

/** What a run goes on with. */
export type Target = AtDraft | AtRecord;

/** What there is for a deposit; the last two say what has to be made. */
export type Sight =
  | ({ readonly kind: 'draft' } & AtDraft)
  | ({ readonly kind: 'record' } & AtRecord)
  | { readonly kind: 'nothing' }
  | { readonly kind: 'no_version'; readonly latest: ZenodoRecord };

/** Looks for the draft or record of this deposit, by the journal, by its key, by `previous`. Makes nothing. */
export async function look(run: DepositRun, entry: DepositJournalEntry | undefined): Promise<Sight> {
  const remembered = await atJournal(run, entry);
  if (remembered) return remembered;
  // A run that stopped while it made a draft may have left one that the list does not show yet.
  const { previous } = run.request;
  const wasMaking = entry?.step === 'planned' && !entry.refused;
  const found = wasMaking && previous === undefined ? await run.lookFor(() => findByKey(run)) : await findByKey(run);
  if (found) return found.draft ? { kind: 'draft', draft: found.draft, way: 'adopted' } : { kind: 'record', record: found.record };
  return previous === undefined ? { kind: 'nothing' } : lookAtPrevious(run, previous, wasMaking);
}

/** Makes what is missing. A draft that an earlier run left is deleted before, if that is wished for. */
export async function targetOf(run: DepositRun, sight: Sight): Promise<Target> {
  if (sight.kind === 'record') return sight;
  if (sight.kind === 'draft' && isToDiscard(run, sight)) {
    await discardAbandoned(run, sight.draft);
    return targetOf(run, await lookPast(run, sight.draft));
  }
  if (sight.kind === 'draft') return sight;
  if (sight.kind === 'nothing') return createDraft(run);
  await run.request.journal?.save({ step: 'planned' });
  return { draft: await nextVersion(run, sight.latest), way: 'version' };
}

/**
 * True for a draft of an earlier run that is to be discarded, and is this deposit's alone. One that others have a part
 * in, that a person made, or that a community has in hand is adopted all the same.
 */
export function isToDiscard(run: DepositRun, { draft, way }: AtDraft): boolean {
  if (run.request.abandoned !== 'discard' || way === 'given' || draft.status === 'in_review') return false;
  const urns = depositUrnsOf(draft.metadata.identifiers);
  return urns.includes(run.urn) && urns.every((urn) => urn === run.urn);
}

/** What there would be without a draft that is discarded. */
export async function lookPast(run: DepositRun, gone: Draft): Promise<Sight> {
  const { previous } = run.request;
  return previous === undefined || previous === gone.id ? { kind: 'nothing' } : lookAtPrevious(run, previous, false, gone.id);
}

/** What to go on with when a draft went away under the work: somebody published or discarded it. */
export async function findInstead(run: DepositRun, lost: Draft): Promise<Target | undefined> {
  const found = (await openOwn(run, lost.id)) ?? (await findByKey(run));
  if (found) return found.draft ? { draft: found.draft, way: 'adopted' } : found;
  const { previous } = run.request;
  return previous === undefined ? undefined : targetOf(run, await lookAtPrevious(run, previous, false));
}

async function atJournal(run: DepositRun, entry: DepositJournalEntry | undefined): Promise<Sight | undefined> {
  if (entry?.draftId === undefined) return undefined;
  const found = await openOwn(run, entry.draftId);
  if (found?.record) return { kind: 'record', record: found.record };
  if (found?.draft) {
    // A run that ended while it published may have done so, or may still be at it: the record is looked for first.
    const record = entry.step === 'publishing' && !entry.refused ? await awaitRecord(run, entry.draftId) : undefined;
    return record ? { kind: 'record', record } : { kind: 'draft', draft: found.draft, way: 'adopted' };
  }
  // Deleted by now: throws what its tombstone says, rather than publishing it a second time.
  if (entry.step === 'published' || entry.step === 'findable') await run.zenodo.records.get(entry.draftId, run.call);
  else run.note(`The draft ${entry.draftId} of an earlier run is not there any more.`);
  return undefined;
}

async function lookAtPrevious(run: DepositRun, previous: string, wasMaking: boolean, gone?: string): Promise<Sight> {
  const found = await open(run, previous);
  if (found?.draft) return { kind: 'draft', draft: found.draft, way: 'given' };
  const record = found?.record ?? (await run.zenodo.records.get(previous, run.call));
  const latest = record.versions.is_latest ? record : await run.zenodo.versions.latest(record.id, run.call);
  if (run.request.files.length > 0 && (await holdsExactly(run, latest))) return { kind: 'record', record: latest, unchanged: true };
  ensureSubmittable(run, 2);
  const begun = wasMaking ? await run.lookFor(() => openVersionDraft(run, latest)) : await openVersionDraft(run, latest, gone);
  return begun ? { kind: 'draft', draft: begun, way: 'adopted_version' } : { kind: 'no_version', latest };
}

async function discardAbandoned(run: DepositRun, { id }: Draft): Promise<void> {
  const discarded = await settled(run.zenodo.drafts.delete(id, run.call));
  if (!discarded.ok && !isNotFoundError(discarded.error)) throw discarded.error;
  run.note(`Discarded the draft ${id}, which an earlier run left.`);
}

async function createDraft(run: DepositRun): Promise<Target> {
  ensureInitial(run, 1);
  await run.request.journal?.save({ step: 'planned' });
  for (let tries = 0; ; tries++) {
    const created = await settled(run.zenodo.drafts.create({ metadata: firstMetadata(run) }, run.call));
    if (created.ok) return { draft: created.value, way: 'made' };
    if (!isUnclear(created.error)) return refused(run, created.error);
    const found = await run.lookFor(() => findByKey(run));
    if (found) return found.draft ? { draft: found.draft, way: 'adopted' } : found;
    if (tries > 0) throw created.error;
  }
}

/** Opens the next version's draft. Asked again while the first call still runs Zenodo would open a second one, so the first is looked for. */
async function nextVersion(run: DepositRun, latest: ZenodoRecord): Promise<Draft> {
  for (let tries = 0; ; tries++) {
    const made = await settled(run.zenodo.versions.create(latest.id, run.call));
    if (made.ok) return made.value;
    if (!isUnclear(made.error)) return refused(run, made.error);
    const draft = await run.lookFor(() => openVersionDraft(run, latest));
    if (draft) return draft;
    if (tries > 0) throw made.error;
  }
}

/** Without it the next run would look for a draft that was never made. */
async function refused(run: DepositRun, error: unknown): Promise<never> {
  if (isRefusal(error)) await run.request.journal?.save({ step: 'planned', refused: true });
  throw error;
}

async function openVersionDraft(run: DepositRun, { parent }: ZenodoRecord, gone?: string): Promise<Draft | undefined> {
  for await (const one of run.zenodo.records.own({ q: `parent.id:"${parent.id}"`, sort: 'newest', allVersions: true }, run.call)) {
    if (one.is_published || one.parent.id !== parent.id || one.id === gone) continue;
    const draft = await run.zenodo.drafts.find(one.id, run.call);
    if (draft && !draft.is_published) return draft;
  }
  return undefined;
}
