import type { INodeProperties } from 'n8n-workflow';
import { additionalFields } from './additional-fields.ts';
import { byLabel, type shownFor } from './fields.ts';
import { creators } from './person-fields.ts';
import { vocabulary } from './vocabulary-field.ts';

const title: INodeProperties = {
  displayName: 'Title',
  name: 'title',
  type: 'string',
  default: '',
  placeholder: 'e.g. Diffraction of sample S-2291',
  description: 'Title of the record',
};

const resourceType = vocabulary('Resource Type', 'resourceType', 'getResourceTypes');

const publicationDate: INodeProperties = {
  displayName: 'Publication Date',
  name: 'publicationDate',
  type: 'string',
  default: '',
  placeholder: 'e.g. 2026-11-25',
  description: 'A day, a month or a year: 2026-11-25, 2026-11 or 2026',
};

type Shown = ReturnType<typeof shownFor>;

const input = (shown: Shown): INodeProperties => ({
  displayName: 'Specify Metadata',
  name: 'metadataInput',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Using Fields Below', value: 'fields', description: 'The fields that most records need' },
    { name: 'Using JSON', value: 'json', description: 'Everything that Zenodo knows, in its own format' },
  ],
  default: 'fields',
  required: true,
  displayOptions: { show: shown },
});

const json = (shown: Shown): INodeProperties => ({
  displayName: 'Metadata (JSON)',
  name: 'metadataJson',
  type: 'json',
  default: '{}',
  required: true,
  description:
    'In the format of the InvenioRDM API: the metadata object with title, resource_type and creators, or a whole draft with metadata, access, pids and custom_fields',
  displayOptions: { show: { ...shown, metadataInput: ['json'] } },
});

/** Metadata of something new, by fields or as JSON. */
export function metadataFields(shown: Shown): INodeProperties[] {
  const byFields = { show: { ...shown, metadataInput: ['fields'] } };
  return [
    input(shown),
    { ...title, required: true, displayOptions: byFields },
    { ...resourceType, required: true, displayOptions: byFields },
    { ...creators, required: true, displayOptions: byFields },
    { ...publicationDate, default: '={{ $today.toISODate() }}', required: true, displayOptions: byFields },
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: additionalFields,
      displayOptions: byFields,
    },
    json(shown),
  ];
}

/** Metadata that change, by fields or as JSON; all others stay. */
export function changeFields(shown: Shown): INodeProperties[] {
  return [
    input(shown),
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [...additionalFields, creators, publicationDate, resourceType, title].sort(byLabel),
      description: 'Only these change. One that is added and left empty is taken out.',
      displayOptions: { show: { ...shown, metadataInput: ['fields'] } },
    },
    json(shown),
  ];
}
