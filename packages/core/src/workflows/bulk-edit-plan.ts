import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureDraftInput } from '../errors/ensure-draft-input.ts';
import { isGoneError, isNotFoundError, isPermissionError } from '../errors/guards.ts';
import type { BulkEditJournalEntry, BulkEditPlan, BulkEditRequest, BulkEditRow } from '../types/bulk-edit.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { OwnRecord } from '../types/page.ts';
import type { RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { BulkEditRun } from './bulk-edit.ts';
import { changedDigest, changesOf, valuesDigest } from './field-changes.ts';

/** A row with what is needed to do it. */
export interface PlannedRow {
  readonly row: BulkEditRow;
  readonly record?: OwnRecord;
  readonly change?: DraftChange;
}

/**
 * Reads what is named and says what would change. Writes nothing.
 *
 * @throws {ConfigurationError} more than the ceiling would be changed
 */
export async function planRows(run: BulkEditRun, earlier: ReadonlyMap<RecordId, BulkEditJournalEntry>): Promise<PlannedRow[]> {
  const { ceiling = 100 } = run.request;
  const planned: PlannedRow[] = [];
  let toChange = 0;
  for await (const found of named(run)) {
    const one = planRow(run.request, found, earlier.get(found.id));
    planned.push(one);
    if (one.row.status === 'planned' && ++toChange > ceiling) {
      throw new ConfigurationError(
        `More than ${ceiling} records would be changed, and "ceiling" is ${ceiling}; nothing was. Narrow the query, or raise the ceiling.`,
        'ceiling',
      );
    }
  }
  return planned;
}

type Found = { readonly id: RecordId; readonly record?: OwnRecord };

async function* named({ request, zenodo, call }: BulkEditRun): AsyncGenerator<Found, void, undefined> {
  if (request.ids) {
    for (const id of new Set(request.ids)) yield { id, ...(await read(zenodo, id, call)) };
    return;
  }
  // A list is behind, and shows an open edit in place of its record.
  for await (const { id } of zenodo.records.own(request.query ?? {}, call)) yield { id, ...(await read(zenodo, id, call)) };
}

/** What an id is now: the record, or the draft that was never published. */
async function read(zenodo: BulkEditRun['zenodo'], id: RecordId, call: BulkEditRun['call']): Promise<{ record?: OwnRecord }> {
  const asked = await settled(zenodo.records.find(id, call));
  if (asked.ok && asked.value && asked.value.id === id) return { record: asked.value };
  const absent = (error: unknown) => isNotFoundError(error) || isGoneError(error) || isPermissionError(error);
  if (!asked.ok && !absent(asked.error)) throw asked.error;
  const draft = await settled(zenodo.drafts.find(id, call));
  if (draft.ok) return draft.value ? { record: draft.value } : {};
  if (absent(draft.error)) return {};
  throw draft.error;
}

function planRow(request: BulkEditRequest, { id, record }: Found, before: BulkEditJournalEntry | undefined): PlannedRow {
  if (!record) {
    const message = 'There is no such draft or record, or it is not yours; check the id.';
    return { row: { id, kind: 'unknown', changes: [], status: 'failed', message } };
  }
  const { title } = record.metadata;
  const doi = record.pids['doi']?.identifier;
  const kind = record.is_published ? 'record' : 'draft';
  const about = { id, kind, ...(title !== undefined && { title }), ...(doi !== undefined && { doi }) } as const;
  if (before && isDone(before, record, request)) {
    return { row: { ...about, changes: [], status: 'done', message: 'An earlier run has done it.' } };
  }
  const change = typeof request.change === 'function' ? request.change(record) : request.change;
  ensureDraftInput(change ?? {});
  const changes = change ? changesOf(record, change) : [];
  if (!change || changes.length === 0) return { row: { ...about, changes, status: 'unchanged', message: 'It is so already.' } };
  const fields = changes.map(({ field }) => field).join(', ');
  return { row: { ...about, changes, status: 'planned', message: `${fields} would change.` }, record, change };
}

/** An entry that was only begun is done when the record has the values by now. */
function isDone({ state, fields, after }: BulkEditJournalEntry, record: OwnRecord, { finish }: BulkEditRequest): boolean {
  if (state === 'published') return true;
  if (state === 'edited') return finish !== 'publish' || !record.is_published;
  return valuesDigest(record, fields) === after;
}

export function planOf(rows: readonly BulkEditRow[], finish: BulkEditPlan['finish']): BulkEditPlan {
  const toChange = rows.filter(({ status }) => status === 'planned').length;
  const ends = finish === 'publish' ? 'and publish the changes of records' : 'and leave the changes in drafts';
  const head = `Change ${toChange} of ${rows.length} ${ends}.`;
  return { finish, rows, toChange, text: [head, ...rows.flatMap(lines)].join('\n') };
}

function lines({ id, kind, title, status, message, changes }: BulkEditRow): string[] {
  const name = title === undefined ? '' : ` "${title}"`;
  if (status !== 'planned') return [`${id}${name}: ${status.replace('_', ' ')}. ${message}`];
  return [`${id}${name}: ${kind}`, ...changes.map(({ field, before, after }) => `  ${field}: ${short(before)} → ${short(after)}`)];
}

function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

export function entryOf(job: string, { row }: PlannedRow, state: BulkEditJournalEntry['state']): BulkEditJournalEntry {
  return { job, id: row.id, state, fields: row.changes.map(({ field }) => field), after: changedDigest(row.changes) };
}
