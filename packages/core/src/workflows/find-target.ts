import { isUnclear } from '../errors/guards.ts';
import type { DepositJournalEntry } from '../types/deposit.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { holdsAll } from './compare-files.ts';
import type { DepositRun } from './deposit-run.ts';
import { firstMetadata } from './describe.ts';
import { type Found, findByKey, open, openOwn } from './look-up.ts';

/** What a run goes on with. `fresh`: made by this run, described already and without files. */
export type Target = Found & { readonly fresh?: boolean; readonly unchanged?: boolean };

/** Finds the draft or record of this deposit, by the journal, by its key, by `previous`, or makes a new draft. */
export async function findTarget(run: DepositRun, entry: DepositJournalEntry | undefined): Promise<Target> {
  const remembered = entry?.draftId === undefined ? undefined : await openOwn(run, entry.draftId);
  if (remembered) return remembered;
  // A run that stopped while it made a draft may have left one that the list does not show yet.
  const { previous } = run.request;
  const wasMaking = entry?.step === 'planned';
  const found = wasMaking && previous === undefined ? await run.lookFor(() => findByKey(run)) : await findByKey(run);
  if (found) return found;
  return previous === undefined ? createDraft(run) : continuePrevious(run, previous, wasMaking);
}

/** What to go on with when a draft went away under the work: somebody published or discarded it. */
export async function findInstead(run: DepositRun, lost: Draft): Promise<Target | undefined> {
  const found = (await openOwn(run, lost.id)) ?? (await findByKey(run));
  const { previous } = run.request;
  return found ?? (previous === undefined ? undefined : continuePrevious(run, previous, false));
}

async function createDraft(run: DepositRun): Promise<Target> {
  await run.request.journal?.save({ step: 'planned' });
  for (let tries = 0; ; tries++) {
    const created = await settled(run.zenodo.drafts.create({ metadata: firstMetadata(run) }, run.call));
    if (created.ok) return { draft: created.value, fresh: true };
    if (!isUnclear(created.error)) throw created.error;
    const found = await run.lookFor(() => findByKey(run));
    if (found) return found;
    if (tries > 0) throw created.error;
  }
}

async function continuePrevious(run: DepositRun, previous: string, wasMaking: boolean): Promise<Target> {
  const found = await open(run, previous);
  if (found?.draft) return found;
  const record = found?.record ?? (await run.zenodo.records.get(previous, run.call));
  const latest = record.versions.is_latest ? record : await run.zenodo.versions.latest(record.id, run.call);
  if (run.request.files.length > 0 && (await holdsAll(run, latest))) return { record: latest, unchanged: true };
  const begun = wasMaking ? await run.lookFor(() => openVersionDraft(run, latest)) : undefined;
  if (begun) return { draft: begun };
  await run.request.journal?.save({ step: 'planned' });
  return { draft: await nextVersion(run, latest) };
}

/** Opens the next version's draft. Asked again while the first call still runs Zenodo would open a second one, so the first is looked for. */
async function nextVersion(run: DepositRun, latest: ZenodoRecord): Promise<Draft> {
  for (let tries = 0; ; tries++) {
    const made = await settled(run.zenodo.versions.create(latest.id, run.call));
    if (made.ok) return made.value;
    if (!isUnclear(made.error)) throw made.error;
    const draft = await run.lookFor(() => openVersionDraft(run, latest));
    if (draft) return draft;
    if (tries > 0) throw made.error;
  }
}

async function openVersionDraft(run: DepositRun, { parent }: ZenodoRecord): Promise<Draft | undefined> {
  for await (const one of run.zenodo.records.own({ q: `parent.id:"${parent.id}"`, sort: 'newest', allVersions: true }, run.call)) {
    if (one.is_published || one.parent.id !== parent.id) continue;
    const draft = await run.zenodo.drafts.find(one.id, run.call);
    if (draft) return draft;
  }
  return undefined;
}
