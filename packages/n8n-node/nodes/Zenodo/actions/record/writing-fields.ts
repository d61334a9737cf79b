import type { INodeProperties } from 'n8n-workflow';
import { binaryFields, comment, dryRun, key, options, type Shown, simplify } from '../../shared/fields.ts';
import { recordLocator } from '../../shared/locators.ts';
import { changeFields, metadataFields } from '../../shared/metadata-fields.ts';
import { textFiles } from '../../shared/text-files.ts';
import { whenDone } from '../../shared/when-done.ts';

export const bulkEdit = (shown: Shown): INodeProperties[] => [
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

export const depositFiles = (shown: Shown): INodeProperties[] => [
  binaryFields(shown),
  ...metadataFields(shown),
  ...whenDone('record', 'depositFiles', true),
  options(
    shown,
    comment,
    dryRun,
    key(
      'Names this deposit for ever: the same key never makes a second record. Without it, the same title and the same bytes under the same file names, from this node of this workflow, are the same deposit.',
    ),
    simplify,
    textFiles,
  ),
];

export const newVersion = (shown: Shown): INodeProperties[] => [
  recordLocator(shown, 'Any published version of it. The new version follows the latest one.'),
  {
    displayName: 'Files',
    name: 'filePolicy',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Add to Previous', value: 'add', description: 'Files of the same name are replaced, the others stay' },
      { name: 'Keep Previous', value: 'keep', description: 'Only metadata change' },
      { name: 'Replace All', value: 'replace', description: 'The new version has the files of this item and no others' },
    ],
    default: 'add',
    required: true,
    displayOptions: { show: shown },
  },
  binaryFields({ ...shown, filePolicy: ['add', 'replace'] }),
  ...changeFields(shown),
  ...whenDone('record', 'newVersion', false),
  options(
    shown,
    dryRun,
    key(
      'Names this version for ever: the same key never makes a second one. Without it, the same files for the same record, from this node of this workflow, are the same version.',
    ),
    simplify,
  ),
];
