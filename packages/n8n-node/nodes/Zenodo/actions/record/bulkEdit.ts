import type { BulkEditRequest, BulkEditResult, BulkEditRow } from '@zenodo-connect/core/portable';
import { isRecordId } from '@zenodo-connect/core/portable';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor } from '../../shared/fields.ts';
import { readChange } from '../../shared/metadata.ts';
import { changeFields } from '../../shared/metadata-fields.ts';
import { simplifiedRow } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

const shown = shownFor('record', 'bulkEdit');

export const description: INodeProperties[] = [
  {
    displayName: 'Select By',
    name: 'selectBy',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'IDs', value: 'ids' },
      { name: 'Query', value: 'query', description: 'A search among your own drafts and records' },
    ],
    default: 'ids',
    required: true,
    displayOptions: { show: shown },
  },
  {
    displayName: 'IDs',
    name: 'ids',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. 10075034, 10075035',
    description: 'IDs of your own drafts and records, separated by commas, or a list from an expression',
    displayOptions: { show: { ...shown, selectBy: ['ids'] } },
  },
  {
    displayName: 'Query',
    name: 'query',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. metadata.publisher:Zenodo AND is_published:true',
    description: 'All of your own drafts and records that it finds are changed',
    displayOptions: { show: { ...shown, selectBy: ['query'] } },
  },
  ...changeFields(shown),
  {
    displayName: 'Published Records',
    name: 'finish',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Leave Changes in Drafts', value: 'leave', description: 'For a person to look at and publish' },
      { name: 'Publish Changes', value: 'publish', description: 'Make the changes public. The DOIs stay. This cannot be undone.' },
    ],
    default: 'leave',
    required: true,
    description: 'What happens to those that are published already. What was never published stays a draft in any case.',
    displayOptions: { show: shown },
  },
  options(
    shown,
    dryRun,
    {
      displayName: 'Most Records',
      name: 'ceiling',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 100,
      description: 'When there are more than this, nothing is changed',
    },
    {
      displayName: 'One Item per Record',
      name: 'perRecord',
      type: 'boolean',
      default: false,
      description: 'Whether to return an item for each record instead of one with counts and the rows that failed',
    },
    {
      displayName: 'Stop After Failures',
      name: 'stopAfter',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 5,
      description: 'After so many in a row the others are not tried',
    },
  ),
];

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
