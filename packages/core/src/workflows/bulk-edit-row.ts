import { isAccountStoppedError, isNotFoundError, isUnclear, isValidationError } from '../errors/guards.ts';
import type { BulkEditRow } from '../types/bulk-edit.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { BulkEditRun } from './bulk-edit.ts';
import { entryOf, type PlannedRow } from './bulk-edit-plan.ts';
import { differsBeyond } from './field-changes.ts';

const pauseMs = 1000;

/** Does one row, and says what became of it. An abort is thrown, and that the account is stopped. */
export async function editRow(run: BulkEditRun, planned: PlannedRow): Promise<BulkEditRow> {
  const { row } = planned;
  // Another run of this account may have been taken for spam since. Republished changes are no new records: no ceiling counts them.
  await run.zenodo.publishGuard.ensureGoing();
  const done = await settled(row.kind === 'draft' ? editDraft(run, planned) : editRecord(run, planned));
  run.request.signal?.throwIfAborted();
  if (!done.ok && isAccountStoppedError(done.error)) throw done.error;
  const outcome = done.ok ? done.value : failed(row, done.error);
  await run.journal?.save(
    entryOf(run.job, planned, outcome.status === 'failed' ? 'failed' : outcome.status === 'published' ? 'published' : 'edited'),
  );
  return outcome;
}

/** What was never published is changed in place. */
async function editDraft(run: BulkEditRun, planned: PlannedRow): Promise<BulkEditRow> {
  const { row, record, change } = planned;
  await run.journal?.save(entryOf(run.job, planned, 'begun'));
  const saved = await run.zenodo.drafts.update(row.id, change ?? {}, { ...run.call, ifRevision: record?.revision_id ?? 0 });
  return edited(row, saved, 'The draft is changed.');
}

/** A published record is changed in a draft of its own, which is published when that was asked for. */
async function editRecord(run: BulkEditRun, planned: PlannedRow): Promise<BulkEditRow> {
  const { row, record, change } = planned;
  if (!record) return row;
  const { zenodo, call } = run;
  const now = await zenodo.records.get(row.id, call);
  if (now.revision_id !== record.revision_id) return refused(row, 'It has changed since the plan was made; run it again.');
  const open = await zenodo.drafts.find(row.id, call);
  if (open && differsBeyond(open, record, row.changes)) {
    return refused(row, 'A draft with other changes of this record is open; publish or discard it, then run this again.');
  }
  await run.journal?.save(entryOf(run.job, planned, 'begun'));
  if (!open) await zenodo.drafts.edit(row.id, call);
  const saved = await settled(zenodo.drafts.update(row.id, change ?? {}, call));
  if (!saved.ok) {
    if (!open && !isUnclear(saved.error)) await discard(run, row.id);
    throw saved.error;
  }
  if (run.request.finish !== 'publish') return edited(row, saved.value, 'The change is in its draft.');
  return publish(run, row, record, saved.value, !open);
}

async function publish(run: BulkEditRun, row: BulkEditRow, record: OwnRecord, draft: Draft, isOurs: boolean): Promise<BulkEditRow> {
  const issues = draft.errors ?? [];
  if (issues.length > 0) {
    if (isOurs) await discard(run, row.id);
    return { ...refused(row, 'Zenodo has remarks on the changed draft, so nothing was published; see "issues".'), issues };
  }
  const published = await settled(run.zenodo.drafts.publish(row.id, run.call));
  if (!published.ok) {
    if (isUnclear(published.error) || isNotFoundError(published.error)) {
      if (!(await isPublished(run, row.id))) throw published.error;
    } else {
      if (isOurs) await discard(run, row.id);
      throw await run.zenodo.publishGuard.refused(`edit of ${row.id}`, published.error);
    }
  }
  const doi = record.pids['doi']?.identifier;
  return { ...row, status: 'published', message: doi === undefined ? 'Published.' : `Published, under its DOI ${doi}.` };
}

/** After a lost answer: a published edit has no draft any more. */
async function isPublished({ zenodo, settings, call, request }: BulkEditRun, id: RecordId): Promise<boolean> {
  const until = settings.now() + settings.createLookMs;
  for (;;) {
    if (!(await zenodo.drafts.find(id, call))) return true;
    if (settings.now() + pauseMs > until) return false;
    await settings.transport.sleep(pauseMs, request.signal);
  }
}

/** Takes back a draft that this run opened; what cannot be taken back is found again by the next run. */
async function discard({ zenodo, call }: BulkEditRun, id: RecordId): Promise<void> {
  await settled(zenodo.drafts.delete(id, call));
}

function edited(row: BulkEditRow, { errors = [] }: Draft, message: string): BulkEditRow {
  if (errors.length === 0) return { ...row, status: 'edited', message };
  return { ...row, status: 'edited', message: `${message} Zenodo remarks on it; see "issues".`, issues: errors };
}

const refused = (row: BulkEditRow, message: string): BulkEditRow => ({ ...row, status: 'failed', message });

function failed(row: BulkEditRow, error: unknown): BulkEditRow {
  const message = error instanceof Error ? error.message : String(error);
  return { ...refused(row, message), ...(isValidationError(error) && { issues: error.issues }) };
}
