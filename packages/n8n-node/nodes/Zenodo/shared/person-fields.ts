import type { INodeProperties } from 'n8n-workflow';
import { vocabulary } from './vocabulary-field.ts';

/** One row of a list of people and organisations. */
const personValues: INodeProperties[] = [
  {
    displayName: 'Type',
    name: 'type',
    type: 'options',
    options: [
      { name: 'Organization', value: 'organizational' },
      { name: 'Person', value: 'personal' },
    ],
    default: 'personal',
  },
  {
    displayName: 'Family Name',
    name: 'familyName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Curie',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Given Names',
    name: 'givenNames',
    type: 'string',
    default: '',
    placeholder: 'e.g. Marie',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    default: '',
    placeholder: 'e.g. Institute of Physics',
    displayOptions: { show: { type: ['organizational'] } },
  },
  {
    displayName: 'ORCID',
    name: 'orcid',
    type: 'string',
    default: '',
    placeholder: 'e.g. 0000-0002-1825-0097',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Affiliation',
    name: 'affiliation',
    type: 'string',
    default: '',
    placeholder: 'e.g. University of Warsaw',
    description: 'A name, or the ROR ID of an organization. Several are separated by semicolons.',
    displayOptions: { show: { type: ['personal'] } },
  },
];

export const creators: INodeProperties = {
  displayName: 'Creators',
  name: 'creators',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Creator',
  default: {},
  description: 'Who made what is deposited, in the order of the citation',
  options: [{ displayName: 'Creator', name: 'creator', values: personValues }],
};

export const contributors: INodeProperties = {
  displayName: 'Contributors',
  name: 'contributors',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Contributor',
  default: {},
  description: 'Who helped, with what they did',
  options: [
    {
      displayName: 'Contributor',
      name: 'contributor',
      values: [...personValues, vocabulary('Role', 'role', 'getContributorRoles')],
    },
  ],
};
