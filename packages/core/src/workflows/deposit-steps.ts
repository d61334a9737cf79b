import { depositUrnsOf } from '../identifiers/deposit-key.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import { ensureConceptNamed, ensureInitial, ensureSubmittable } from './deposit-request.ts';
import { draftResult } from './deposit-result.ts';
import type { DepositRun } from './deposit-run.ts';
import { describe, ensurePublishable } from './describe.ts';
import { type FileChanges, fileChanges } from './file-changes.ts';
import type { WayIn } from './find-target.ts';
import { presentFiles } from './import-files.ts';
import type { Outcome, Place } from './place.ts';
import { reserveDoi } from './publish.ts';
import { ensureWithinLimits } from './record-limits.ts';
import { reviewState } from './review.ts';
import { discardRivals, rivalsOf } from './rivals.ts';
import { removeFile, uploadFiles, verifyFiles } from './upload-files.ts';

const entering: Readonly<{ [Way in WayIn]: (id: string) => string }> = {
  made: (id) => `Made the draft ${id}.`,
  version: (id) => `Made the draft ${id} of the next version.`,
  adopted: (id) => `Going on with the draft ${id}, adopted from an earlier run.`,
  adopted_version: (id) => `Going on with the draft ${id} of the next version, adopted: it was open already.`,
  given: (id) => `Going on with the draft ${id}, as it was given.`,
};

/** A draft that a community has, or had, in hand is not changed under it. */
export async function enterDraft(run: DepositRun, place: Place): Promise<Outcome> {
  const { draft, way } = place;
  run.abandoned.delete(draft.id);
  ensureInitial(run, draft.versions.index);
  ensureSubmittable(run, draft.versions.index);
  ensureConceptNamed(run, draft.versions.index);
  const reviewed = await reviewState(run, place);
  return reviewed ?? { place, message: entering[way](draft.id) };
}

/** A draft that this run made has its metadata already. */
export async function describeDraft(run: DepositRun, place: Place): Promise<Outcome> {
  const draft = place.way === 'made' ? place.draft : await describe(run, place.draft);
  ensurePublishable(run, draft);
  return { place: { ...place, draft, errors: draft.errors }, message: `The draft ${draft.id} has its metadata.` };
}

export async function nameDoi(run: DepositRun, place: Place): Promise<Outcome> {
  const draft = await reserveDoi(run, place.draft);
  return { place: { ...place, draft }, message: `The DOI ${draft.pids['doi']?.identifier} is reserved, to be written into files.` };
}

/** Equal files stay, others of the same key are replaced or kept, the rest goes by the policy. */
export async function bringFiles(run: DepositRun, place: Place): Promise<Outcome> {
  const { draft, way } = place;
  const present = way === 'made' ? [] : await presentFiles(run, draft);
  const sources = run.sourcesFor(draft);
  const changes = await fileChanges(run, sources, present, place);
  run.ensurePlanned(changes);
  ensureWithinLimits(run, changes);
  await run.keep(
    draft,
    changes.keep.map(({ key }) => key),
  );
  tellRepairs(run, place, present, changes);
  for (const { key } of changes.remove) await removeFile(run, draft.id, key, run.call);
  await uploadFiles(run, draft, changes);
  await dropUnsent(run, draft, changes.rest);
  const sent = sources.filter((source) => !changes.keep.includes(source));
  return { place: { ...place, sources: sent }, message: `${filesInWords(sources.map(({ key }) => key))} in the draft ${draft.id}.` };
}

export async function checkFiles(run: DepositRun, place: Place): Promise<Outcome> {
  const files = await verifyFiles(run, place.draft, place.sources);
  return { place: { ...place, files }, message: 'All files have the size and MD5 of what was sent.' };
}

/** From here on this draft is the one of its key: an older one is gone on with instead, younger ones are discarded. */
export async function becomeMine(run: DepositRun, place: Place): Promise<Outcome> {
  const { older, younger } = await rivalsOf(run, place.draft);
  if (older) {
    run.abandoned.add(place.draft.id);
    return { next: older.draft ? { draft: older.draft, way: 'adopted' } : older };
  }
  await discardRivals(run, new Set([...younger, ...run.abandoned]), place.files);
  const draft = await reserveDoi(run, place.draft);
  return { place: { ...place, draft }, message: `The DOI will be ${draft.pids['doi']?.identifier}.` };
}

export async function leaveDraft(_run: DepositRun, place: Place): Promise<Outcome> {
  return { place, result: draftResult('draft', place), message: `The draft ${place.draft.id} is ready for a person.` };
}

/** An earlier run's files are never mended in silence. */
function tellRepairs(run: DepositRun, { draft, way }: Place, present: readonly FileEntry[], { replace }: FileChanges): void {
  if (way === 'made' || way === 'version' || replace.length === 0) return;
  const unfinished = replace.filter(({ key }) => present.some((entry) => entry.key === key && entry.status === 'pending'));
  const names = (list: readonly { readonly key: string }[]) =>
    `${list
      .slice(0, 5)
      .map(({ key }) => `"${key}"`)
      .join(', ')}${list.length > 5 ? ` and ${list.length - 5} more` : ''}`;
  if (unfinished.length > 0) run.note(`Repairing the draft ${draft.id}: ${names(unfinished)} had not come whole, and is sent again.`);
  const others = replace.filter((source) => !unfinished.includes(source));
  if (others.length > 0) run.note(`In the draft ${draft.id} ${names(others)} has other bytes, and is replaced.`);
}

/**
 * Zenodo publishes no draft with a file that was announced and never came. One that another deposit left behind when it
 * stopped would hold up all that go on with its draft; it brings the file in a further version.
 */
async function dropUnsent(run: DepositRun, draft: Draft, rest: readonly FileEntry[]): Promise<void> {
  if (run.leaves || depositUrnsOf(draft.metadata.identifiers).every((urn) => urn === run.urn)) return;
  for (const { key, status } of rest) {
    if (status !== 'pending') continue;
    run.note(`Dropped "${key}", which another deposit announced in the draft ${draft.id} and never sent.`);
    await removeFile(run, draft.id, key, run.call);
  }
}

function filesInWords(keys: readonly string[]): string {
  if (keys.length === 0) return 'No file was to be brought; those of others stay';
  return keys.length === 1 ? `The file "${keys[0]}" is` : `All ${keys.length} files are`;
}
