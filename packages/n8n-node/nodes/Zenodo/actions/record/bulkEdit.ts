import type { BulkEditRequest, BulkEditResult, BulkEditRow } from '@zenodo-connect/core/portable';
import { isRecordId } from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';
import { readChange } from '../../shared/metadata.ts';
import { simplifiedRow } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Makes one change in many own drafts and records. Repeated, it leaves those alone that are so already. */
export const execute: Operation = async (turn) => {
  const request: BulkEditRequest = {
    ...selectionOf(turn),
    change: readChange(turn),
    finish: turn.value<'leave' | 'publish'>('finish', 'leave'),
    ceiling: Number(turn.option('ceiling', 100)),
    stopAfterFailures: Number(turn.option('stopAfter', 5)),
    dryRun: turn.dryRun,
    ...turn.until,
  };
  const result = await turn.zenodo.bulkEdit(request);
  if (turn.option('perRecord', false)) return turn.gives(...result.rows.map(simplifiedRow));
  return turn.gives(summaryOf(result));
};

function selectionOf(turn: Turn): Pick<BulkEditRequest, 'ids' | 'query'> {
  if (turn.value('selectBy', 'ids') === 'query') return { query: { q: turn.needed('query', 'Query') } };
  const given = turn.value<unknown>('ids', '');
  const ids = (Array.isArray(given) ? given : String(given).split(',')).map((id) => String(id).trim()).filter((id) => id !== '');
  if (ids.length === 0) turn.refuse("'IDs' is empty", 'Give the IDs of your drafts and records, separated by commas');
  const wrong = ids.findIndex((id) => !isRecordId(id));
  if (wrong >= 0)
    turn.refuse(`'IDs' has '${ids[wrong]?.slice(0, 60)}' at place ${wrong + 1}, which is none`, 'An ID is a number such as 10075034');
  return { ids: [...new Set(ids)] };
}

function summaryOf({ plan, rows, failedIds }: BulkEditResult): IDataObject {
  const count = (status: BulkEditRow['status']) => rows.filter((row) => row.status === status).length;
  const failed = rows.filter(({ id }) => failedIds.includes(id));
  return {
    records: rows.length,
    planned: count('planned'),
    unchanged: count('unchanged') + count('done'),
    edited: count('edited'),
    published: count('published'),
    failed: failed.length,
    failedIds: [...failedIds],
    failedRows: failed.map(({ id, title, status, message }) => ({ id, title: title ?? null, status, message })),
    plan: plan.text,
  };
}
