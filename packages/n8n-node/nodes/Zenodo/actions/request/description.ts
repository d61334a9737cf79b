import type { INodeProperties } from 'n8n-workflow';
import { comment, dryRun, filters, listLength, options, query, type Shown, shownFor, simplify } from '../../shared/fields.ts';
import { listOrId, requestLocator } from '../../shared/locators.ts';

const say = (shown: Shown): INodeProperties[] => [
  requestLocator(shown),
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 3 },
    default: '',
    required: true,
    placeholder: 'e.g. Thank you, we look at it',
    description: 'What to say, as plain text',
    displayOptions: { show: shown },
  },
  options(
    shown,
    dryRun,
    {
      displayName: 'Say Only Once',
      name: 'onlyOnce',
      type: 'boolean',
      default: true,
      description: 'Whether to leave it when the same words are there already, so that a repeated execution says nothing twice',
    },
    simplify,
  ),
];

const decide = (shown: Shown): INodeProperties[] => [requestLocator(shown), options(shown, comment, dryRun, simplify)];

const get = (shown: Shown): INodeProperties[] => [requestLocator(shown), options(shown, simplify)];

const getAll = (shown: Shown): INodeProperties[] => [
  ...listLength(shown),
  filters(
    shown,
    listOrId('community', 'Community', 'searchCommunities', 'Only what this community is asked, for its curators', 'e.g. biosyslit'),
    query('title:graphene'),
    {
      displayName: 'Status',
      name: 'status',
      type: 'options',
      options: [
        { name: 'Accepted', value: 'accepted' },
        { name: 'Any', value: 'any' },
        { name: 'Cancelled', value: 'cancelled' },
        { name: 'Declined', value: 'declined' },
        { name: 'Expired', value: 'expired' },
        { name: 'Open', value: 'open' },
      ],
      default: 'open',
      description: 'How far it is',
    },
    {
      displayName: 'Type',
      name: 'type',
      type: 'options',
      options: [
        { name: 'Any', value: 'any' },
        { name: 'Community Inclusion', value: 'community-inclusion', description: 'A published record asks to be included' },
        { name: 'Community Invitation', value: 'community-invitation' },
        { name: 'Community Submission', value: 'community-submission', description: 'A draft asks to be published' },
        { name: 'Record Deletion', value: 'record-deletion' },
        { name: 'User Access Request', value: 'user-access-request' },
      ],
      default: 'any',
      description: 'What is asked for',
    },
  ),
  options(shown, simplify),
];

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['request'] } },
    options: [
      {
        name: 'Accept',
        value: 'accept',
        action: 'Accept request which cannot be undone',
        description: 'Say yes. A submitted draft is published by it, which cannot be undone.',
      },
      {
        name: 'Cancel',
        value: 'cancel',
        action: 'Cancel request',
        description: 'Take back what you asked for',
      },
      {
        name: 'Comment',
        value: 'comment',
        action: 'Comment on request',
        description: 'Say something to those who asked or decide',
      },
      {
        name: 'Decline',
        value: 'decline',
        action: 'Decline request',
        description: 'Say no. A submitted draft can be submitted again.',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get request',
        description: 'Retrieve a request',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many requests',
        description: 'Retrieve a list of requests that you made or may decide',
      },
    ],
    default: 'get',
  },
  ...say(shownFor('request', 'comment')),
  ...decide(shownFor('request', 'accept', 'cancel', 'decline')),
  ...get(shownFor('request', 'get')),
  ...getAll(shownFor('request', 'getAll')),
];
