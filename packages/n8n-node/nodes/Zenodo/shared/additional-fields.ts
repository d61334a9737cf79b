import type { INodeProperties } from 'n8n-workflow';
import { listOrId } from './locators.ts';
import { contributors } from './person-fields.ts';
import { vocabulary } from './vocabulary-field.ts';

const dates: INodeProperties = {
  displayName: 'Dates',
  name: 'dates',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Date',
  default: {},
  description: 'When something happened to the data',
  options: [
    {
      displayName: 'Date',
      name: 'date',
      values: [
        {
          displayName: 'Date',
          name: 'date',
          type: 'string',
          default: '',
          placeholder: 'e.g. 2026-03-14 or 2026-03/2026-05',
        },
        vocabulary('Type', 'type', 'getDateTypes'),
        { displayName: 'Description', name: 'description', type: 'string', default: '', placeholder: 'e.g. Second beam time' },
      ],
    },
  ],
};

const funding: INodeProperties = {
  displayName: 'Funding',
  name: 'funding',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Funding',
  default: {},
  description: 'An award alone brings its funder along. One that the host does not know is given by number and title.',
  options: [
    {
      displayName: 'Funding',
      name: 'grant',
      values: [
        listOrId('award', 'Award', 'searchAwards', 'A grant that the host knows', 'e.g. 00k4n6c32::101017452'),
        listOrId('funder', 'Funder', 'searchFunders', 'By its ROR ID', 'e.g. 00k4n6c32'),
        { displayName: 'Award Number', name: 'number', type: 'string', default: '', placeholder: 'e.g. 101017452' },
        { displayName: 'Award Title', name: 'title', type: 'string', default: '', placeholder: 'e.g. Open Science Cloud' },
      ],
    },
  ],
};

const relatedWorks: INodeProperties = {
  displayName: 'Related Works',
  name: 'relatedWorks',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Related Work',
  default: {},
  description: 'Papers, code and other data that belong to this',
  options: [
    {
      displayName: 'Related Work',
      name: 'work',
      values: [
        {
          displayName: 'Identifier',
          name: 'identifier',
          type: 'string',
          default: '',
          placeholder: 'e.g. 10.5281/zenodo.10075034',
          description: 'A DOI, an address or another identifier',
        },
        vocabulary('Relation', 'relation', 'getRelationTypes'),
        vocabulary('Resource Type', 'resourceType', 'getResourceTypes'),
      ],
    },
  ],
};

const languages: INodeProperties = {
  displayName: 'Languages',
  name: 'languages',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Language',
  default: {},
  options: [
    {
      displayName: 'Language',
      name: 'language',
      values: [listOrId('id', 'Language', 'searchLanguages', 'By its code of three letters (ISO 639-3)', 'e.g. eng')],
    },
  ],
};

const furtherLicenses: INodeProperties = {
  displayName: 'Further Licenses',
  name: 'furtherLicenses',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add License',
  default: {},
  description: 'For what else is in the record, such as code beside data',
  options: [
    {
      displayName: 'License',
      name: 'license',
      values: [listOrId('license', 'License', 'searchLicenses', 'What others may do with these files', 'e.g. mit')],
    },
  ],
};

/** Fields that most records leave alone; their names are the keys that `metadata.ts` reads. */
export const additionalFields: INodeProperties[] = [
  contributors,
  {
    displayName: 'Custom DOI',
    name: 'customDoi',
    type: 'string',
    default: '',
    placeholder: 'e.g. 10.1234/my-data',
    description: 'A DOI that the work has already from elsewhere. Without it Zenodo registers one.',
  },
  dates,
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    placeholder: 'e.g. Powder diffraction of 12 samples',
    description: 'What the files are and how they came about. HTML is allowed.',
  },
  {
    displayName: 'Embargo Reason',
    name: 'embargoReason',
    type: 'string',
    default: '',
    placeholder: 'e.g. Paper under review',
    description: 'Why the files become public later',
  },
  {
    displayName: 'Embargo Until',
    name: 'embargoUntil',
    type: 'string',
    default: '',
    placeholder: 'e.g. 2027-01-31',
    description: 'The day on which Zenodo opens the files to everybody. Until then they are restricted.',
  },
  {
    displayName: 'File Access',
    name: 'fileAccess',
    type: 'options',
    options: [
      { name: 'Public', value: 'public' },
      { name: 'Restricted', value: 'restricted', description: 'Metadata are public, files are for those who are let in' },
    ],
    default: 'public',
    description: 'Who may see the files',
  },
  funding,
  furtherLicenses,
  {
    displayName: 'Keywords',
    name: 'keywords',
    type: 'string',
    default: '',
    placeholder: 'e.g. diffraction, perovskite',
    description: 'Separated by commas',
  },
  languages,
  listOrId('license', 'License', 'searchLicenses', 'What others may do with the files', 'e.g. cc-by-4.0', 'cc-by-4.0'),
  {
    displayName: 'Publisher',
    name: 'publisher',
    type: 'string',
    default: 'Zenodo',
  },
  {
    displayName: 'References',
    name: 'references',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    placeholder: 'e.g. Curie, M. (1903). Recherches sur les substances radioactives.',
    description: 'What the work cites, one on each line',
  },
  relatedWorks,
  {
    displayName: 'Version',
    name: 'version',
    type: 'string',
    default: '',
    placeholder: 'e.g. 1.0.0',
  },
];
