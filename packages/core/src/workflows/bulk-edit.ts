import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureObject, ensureText, ensureWhole, refuse, shown } from '../errors/ensure.ts';
import { ensureDraftInput } from '../errors/ensure-draft-input.ts';
import { isAccountStoppedError } from '../errors/guards.ts';
import { digestOf } from '../identifiers/digest.ts';
import type { Settings } from '../options.ts';
import type { Drafts } from '../resources/drafts.ts';
import type { Records } from '../resources/records.ts';
import type { BulkEditJournal, BulkEditJournalEntry, BulkEditRequest, BulkEditResult, BulkEditRow } from '../types/bulk-edit.ts';
import type { RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { type PlannedRow, planOf, planRows } from './bulk-edit-plan.ts';
import { editRow } from './bulk-edit-row.ts';
import type { PublishGuard } from './publish-guard.ts';

/** What the parts of one run share. */
export interface BulkEditRun {
  readonly zenodo: { readonly drafts: Drafts; readonly records: Records; readonly publishGuard: PublishGuard };
  readonly settings: Settings;
  readonly request: BulkEditRequest;
  readonly journal: BulkEditJournal | undefined;
  readonly job: string;
  readonly call: { readonly signal?: AbortSignal };
}

/** One change over many records: a plan first, then row by row. */
export async function bulkEdit(zenodo: BulkEditRun['zenodo'], settings: Settings, request: BulkEditRequest): Promise<BulkEditResult> {
  ensureObject('request', request, '{ ids, change }');
  ensureRequest(request);
  const { ids, query, change, finish = 'leave', journal, signal } = request;
  const job = digestOf([ids ?? query, finish, typeof change === 'function' ? String(change) : change]);
  const run: BulkEditRun = { zenodo, settings, request, journal, job, call: signal ? { signal } : {} };
  const planned = await planRows(run, await earlierEntries(run));
  const plan = planOf(
    planned.map(({ row }) => row),
    finish,
  );
  if (!request.dryRun) await zenodo.publishGuard.ensureGoing();
  const goesOn = !request.dryRun && plan.toChange > 0 && (await (request.confirm?.(plan) ?? true));
  const rows = goesOn ? await work(run, planned, plan.toChange) : plan.rows;
  const again = rows.filter(({ status }) => status === 'failed' || status === 'not_tried');
  return { plan, rows, failedIds: again.map(({ id }) => id) };
}

async function work(run: BulkEditRun, planned: readonly PlannedRow[], total: number): Promise<BulkEditRow[]> {
  const { stopAfterFailures = 5, onRow, signal } = run.request;
  const rows: BulkEditRow[] = [];
  let done = 0;
  let failures = 0;
  let stopped: string | undefined;
  for (const one of planned) {
    if (one.row.status !== 'planned') {
      rows.push(one.row);
      continue;
    }
    signal?.throwIfAborted();
    const row = stopped === undefined ? await tried(run, one) : notTried(one.row, stopped);
    if (stopped === undefined) failures = row.status === 'failed' ? failures + 1 : 0;
    if (row.status === 'not_tried') stopped = row.message;
    else if (failures >= stopAfterFailures) stopped = `${failures} failed in a row, so this was not tried; see why, then run it again.`;
    rows.push(row);
    onRow?.(row, { done: ++done, total });
  }
  return rows;
}

/** A row that stops the account is not tried, and no other after it. */
async function tried(run: BulkEditRun, one: PlannedRow): Promise<BulkEditRow> {
  const row = await settled(editRow(run, one));
  if (row.ok) return row.value;
  if (isAccountStoppedError(row.error)) return notTried(one.row, row.error.message);
  throw row.error;
}

const notTried = (row: BulkEditRow, message: string): BulkEditRow => ({ ...row, status: 'not_tried', message });

/** What earlier runs did, by id. @throws {ConfigurationError} the journal is that of another bulk edit */
async function earlierEntries({ journal, job }: BulkEditRun): Promise<ReadonlyMap<RecordId, BulkEditJournalEntry>> {
  const entries = (await journal?.load()) ?? [];
  if (entries.some((entry) => entry.job !== job)) {
    throw new ConfigurationError(
      'The journal is that of another bulk edit: its ids, query, change or ending differ. Give each its own.',
      'journal',
    );
  }
  return new Map(entries.filter(({ state }) => state !== 'failed').map((entry) => [entry.id, entry]));
}

function ensureRequest({ ids, query, change, finish, ceiling, stopAfterFailures }: BulkEditRequest): void {
  if ((ids === undefined) === (query === undefined)) throw new ConfigurationError('Give "ids" or "query", one of the two.', 'ids');
  if (ids !== undefined && !Array.isArray(ids)) refuse('ids', shown(ids), `a list such as ['1234567']`);
  for (const [index, id] of (ids ?? []).entries()) ensureText(`ids.${index}`, id, `an id such as '1234567'`);
  if (typeof change !== 'function' && (typeof change !== 'object' || change === null)) {
    refuse('change', shown(change), `fields such as { metadata: { publisher: 'Zenodo' } }, or a function`);
  }
  if (typeof change !== 'function') ensureDraftInput(change);
  if (finish !== undefined && finish !== 'leave' && finish !== 'publish') refuse('finish', shown(finish), '"leave" or "publish"');
  if (ceiling !== undefined) ensureWhole('ceiling', ceiling, 1, 1_000_000);
  if (stopAfterFailures !== undefined) ensureWhole('stopAfterFailures', stopAfterFailures, 1, 1_000_000);
}
