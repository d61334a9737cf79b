import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';
import type { Sight } from './find-target.ts';

/** What somebody should know before a plan is carried out. */
export async function planWarnings(run: DepositRun, sight: Sight, changes: FileChanges): Promise<string[]> {
  const warnings = sight.kind === 'record' ? ofRecord(run, sight.unchanged ?? false, changes) : ofDraft(run, sight, changes);
  const { takenToday, perDay, stopped } = await run.zenodo.publishGuard.state();
  if (stopped !== undefined) warnings.push(`The account is stopped, so that nothing would be done: ${stopped}`);
  if (!run.leaves && perDay !== undefined && takenToday >= perDay)
    warnings.push(`The ceiling of ${perDay} publications is reached today: it would stop before publishing.`);
  return warnings;
}

function ofRecord(run: DepositRun, unchanged: boolean, { send, replace }: FileChanges): string[] {
  if (unchanged) return ['The record has exactly these files already: no new version is made.'];
  if (send.length + replace.length === 0) return [`The deposit "${run.request.key}" is published already.`];
  return ['This key is published with other files, so that it would stop. Use a new key, and "previous" for a new version.'];
}

function ofDraft(run: DepositRun, sight: Sight, { rest }: FileChanges): string[] {
  const warnings: string[] = [];
  const { metadata, dropKey } = run.request;
  const now = sight.kind === 'draft' ? sight.draft.metadata : sight.kind === 'no_version' ? sight.latest.metadata : {};
  const missing = (['title', 'creators', 'resource_type'] as const).filter((field) => (metadata[field] ?? now[field]) === undefined);
  if (!run.leaves && missing.length > 0)
    warnings.push(`Zenodo publishes nothing without ${missing.map((field) => `metadata.${field}`).join(', ')}.`);
  const isFirst = sight.kind === 'nothing' || (sight.kind === 'draft' && sight.draft.versions.index === 1);
  if (run.publishes) warnings.push(`Publishing is for ever${isFirst ? ', and makes a new concept with its own DOI' : ''}.`);
  if (dropKey) warnings.push('The key is taken out before publishing: only the journal will know the record.');
  if (run.namesDoi) warnings.push('Files that name the DOI change their size when it is written into them.');
  if (sight.kind === 'draft') warnings.push(...ofFound(run, sight.draft.status, sight.draft.id));
  const unfinished = rest.filter(({ status }) => status === 'pending').map(({ key }) => `"${key}"`);
  if (unfinished.length > 0) warnings.push(`Announced by somebody and never sent: ${unfinished.join(', ')}.`);
  return warnings;
}

function ofFound(run: DepositRun, status: string | undefined, id: string): string[] {
  if (run.request.abandoned === 'discard') return [`The draft ${id} is not discarded: others have a part in it, or it was given.`];
  if (status === 'in_review')
    return [`The draft ${id} is in review: nothing is changed until that has ended${run.submits ? '' : ', so that it would stop'}.`];
  return status === 'declined' && run.submits ? [`A community has declined the draft ${id}.`] : [];
}
