import type { INodeProperties } from 'n8n-workflow';
import { comment, dryRun, filters, key, listLength, options, query, type Shown, shownFor, simplify } from '../../shared/fields.ts';
import { communityLocator, draftLocator, recordLocator } from '../../shared/locators.ts';
import { changeFields, metadataFields } from '../../shared/metadata-fields.ts';

const create = (shown: Shown): INodeProperties[] => [
  ...metadataFields(shown),
  options(
    shown,
    dryRun,
    key(
      'Names this draft for ever: the same key never makes a second one. Without it, each execution makes a new draft, and a repetition within the execution does not.',
    ),
    simplify,
  ),
];

const remove = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft to discard. One of a published record takes its changes back.'),
  options(shown, dryRun),
];

const edit = (shown: Shown): INodeProperties[] => [
  recordLocator(shown, 'The published record whose metadata are to change. Its files and its DOI stay.'),
  options(shown, dryRun, simplify),
];

const get = (shown: Shown): INodeProperties[] => [draftLocator(shown, 'The draft to read'), options(shown, simplify)];

const getAll = (shown: Shown): INodeProperties[] => [
  ...listLength(shown),
  filters(
    shown,
    {
      displayName: 'Include Published',
      name: 'includePublished',
      type: 'boolean',
      default: false,
      description: 'Whether to list your own published records as well',
    },
    query('metadata.title:graphene'),
  ),
  options(shown, simplify),
];

const publish = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft to publish, for ever. One that is published already is answered as it is.'),
  options(shown, dryRun, simplify),
];

const reserveDoi = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft that gets a DOI. One that has a DOI keeps it.'),
  options(shown, dryRun, simplify),
];

const submit = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft to submit. When the community accepts, it is published, which cannot be undone.'),
  communityLocator(shown, 'The community whose curators decide'),
  options(
    shown,
    comment,
    dryRun,
    {
      displayName: 'Require Review',
      name: 'requireReview',
      type: 'boolean',
      default: false,
      description: 'Whether to ask for a review even where you may include directly, which would publish at once',
    },
    simplify,
  ),
];

const update = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft to change'),
  ...changeFields(shown),
  options(shown, dryRun, simplify),
];

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['draft'] } },
    options: [
      {
        name: 'Create',
        value: 'create',
        action: 'Create draft',
        description: 'Create a draft with metadata and without files',
      },
      {
        name: 'Delete',
        value: 'delete',
        action: 'Delete draft which cannot be undone',
        description: 'Discard a draft with its files. This cannot be undone.',
      },
      {
        name: 'Edit Published Record',
        value: 'edit',
        action: 'Open published record for editing',
        description: 'Open a draft of a published record to change its metadata',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get draft',
        description: 'Retrieve a draft',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many drafts',
        description: 'Retrieve a list of your own drafts',
      },
      {
        name: 'Publish',
        value: 'publish',
        action: 'Publish draft which cannot be undone',
        description: 'Register the DOI and make the record public. This cannot be undone.',
      },
      {
        name: 'Reserve DOI',
        value: 'reserveDoi',
        action: 'Reserve DOI for draft',
        description: 'Give a draft its DOI before it is published',
      },
      {
        name: 'Submit for Review',
        value: 'submit',
        action: 'Submit draft to community',
        description: 'Ask the curators of a community to publish a draft',
      },
      {
        name: 'Update',
        value: 'update',
        action: 'Update draft',
        description: 'Change fields of a draft and keep the others',
      },
    ],
    default: 'create',
  },
  ...create(shownFor('draft', 'create')),
  ...remove(shownFor('draft', 'delete')),
  ...edit(shownFor('draft', 'edit')),
  ...get(shownFor('draft', 'get')),
  ...getAll(shownFor('draft', 'getAll')),
  ...publish(shownFor('draft', 'publish')),
  ...reserveDoi(shownFor('draft', 'reserveDoi')),
  ...submit(shownFor('draft', 'submit')),
  ...update(shownFor('draft', 'update')),
];
