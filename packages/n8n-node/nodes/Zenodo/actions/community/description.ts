import type { INodeProperties } from 'n8n-workflow';
import { comment, dryRun, filters, listLength, options, query, type Shown, shownFor, simplify } from '../../shared/fields.ts';
import { communityLocator, recordLocator } from '../../shared/locators.ts';
import { vocabulary } from '../../shared/vocabulary-field.ts';

const addRecord = (shown: Shown): INodeProperties[] => [
  communityLocator(shown, 'The community that is asked'),
  recordLocator(shown, 'The published record. A draft is submitted instead: resource Draft, operation Submit for Review.'),
  options(shown, comment, dryRun, {
    displayName: 'Require Review',
    name: 'requireReview',
    type: 'boolean',
    default: false,
    description: 'Whether to ask for a review even where you may include directly',
  }),
];

const get = (shown: Shown): INodeProperties[] => [communityLocator(shown, 'The community to read'), options(shown, simplify)];

const getAll = (shown: Shown): INodeProperties[] => [
  ...listLength(shown),
  filters(
    shown,
    {
      displayName: 'Only My Communities',
      name: 'own',
      type: 'boolean',
      default: false,
      description: 'Whether to list only those that you are a member of',
    },
    query('biodiversity'),
    vocabulary('Type', 'type', 'getCommunityTypes'),
  ),
  options(shown, simplify),
];

const getRecords = (shown: Shown): INodeProperties[] => [
  communityLocator(shown, 'The community whose records are listed'),
  ...listLength(shown),
  filters(shown, query('metadata.title:beetle'), {
    displayName: 'Sort',
    name: 'sort',
    type: 'options',
    options: [
      { name: 'Best Match', value: 'bestmatch' },
      { name: 'Newest', value: 'newest' },
      { name: 'Oldest', value: 'oldest' },
    ],
    default: 'newest',
    description: 'The order of what is found',
  }),
  options(shown, simplify),
];

const removeRecord = (shown: Shown): INodeProperties[] => [
  communityLocator(shown, 'The community that the record is in'),
  recordLocator(shown, 'The record to take out. It stays published.'),
  options(shown, dryRun),
];

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['community'] } },
    options: [
      {
        name: 'Add Record',
        value: 'addRecord',
        action: 'Add record to community',
        description: 'Ask a community to include a published record',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get community',
        description: 'Retrieve a community',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many communities',
        description: 'Retrieve a list of communities',
      },
      {
        name: 'Get Records',
        value: 'getRecords',
        action: 'Get records of community',
        description: 'Retrieve the published records of a community',
      },
      {
        name: 'Remove Record',
        value: 'removeRecord',
        action: 'Remove record from community',
        description: 'Take a record out of a community',
      },
    ],
    default: 'get',
  },
  ...addRecord(shownFor('community', 'addRecord')),
  ...get(shownFor('community', 'get')),
  ...getAll(shownFor('community', 'getAll')),
  ...getRecords(shownFor('community', 'getRecords')),
  ...removeRecord(shownFor('community', 'removeRecord')),
];
