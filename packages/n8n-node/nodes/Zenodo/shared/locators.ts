import type { INodeProperties } from 'n8n-workflow';

type Shown = { readonly [field: string]: readonly string[] };
const show = (shown: Shown) => ({ show: Object.fromEntries(Object.entries(shown).map(([field, values]) => [field, [...values]])) });

/** The number at the end of a DOI is the record's id; InvenioRDM hosts use letters as well (`10.1234/abcde-fgh12`). */
const idInDoi = '10\\.\\d{4,9}/(?:[A-Za-z]+\\.)?([A-Za-z0-9-]+)\\s*$';
const recordInAddress = '/(?:records?|uploads|deposit)/([A-Za-z0-9-]+)';
const uuid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const checked = (regex: string, errorMessage: string) => [{ type: 'regex' as const, properties: { regex, errorMessage } }];

interface RecordLike {
  readonly displayName: string;
  readonly name: string;
  /** Searches at the host of the credential. */
  readonly method: string;
}

const recordLike = ({ displayName, name, method }: RecordLike, shown: Shown, description: string): INodeProperties => ({
  displayName,
  name,
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description,
  displayOptions: show(shown),
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: method, searchable: true } },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 10075034',
      hint: 'The number at the end of the address of the record',
      validation: checked('^\\s*[A-Za-z0-9-]+\\s*$', 'An ID is the last part of the address of a record'),
    },
    {
      displayName: 'By URL',
      name: 'url',
      type: 'string',
      placeholder: 'e.g. https://zenodo.org/records/10075034',
      extractValue: { type: 'regex', regex: recordInAddress },
      validation: checked(
        `https?://[^/]+/.*?(?:records?|uploads|deposit)/[A-Za-z0-9-]+.*`,
        'This is not the address of a record, such as https://zenodo.org/records/10075034',
      ),
    },
    {
      displayName: 'By DOI',
      name: 'doi',
      type: 'string',
      placeholder: 'e.g. 10.5281/zenodo.10075034',
      extractValue: { type: 'regex', regex: idInDoi },
      validation: checked(`.*${idInDoi}`, 'This is not a DOI of Zenodo, such as 10.5281/zenodo.10075034'),
    },
  ],
});

export const recordLocator = (shown: Shown, description: string): INodeProperties =>
  recordLike({ displayName: 'Record', name: 'recordId', method: 'searchRecords' }, shown, description);

export const draftLocator = (shown: Shown, description: string): INodeProperties =>
  recordLike({ displayName: 'Draft', name: 'draftId', method: 'searchDrafts' }, shown, description);

export const communityLocator = (shown: Shown, description: string): INodeProperties => ({
  displayName: 'Community',
  name: 'communityId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description,
  displayOptions: show(shown),
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchCommunities', searchable: true } },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. biosyslit',
      hint: 'The name in the address of the community, or its UUID',
      validation: checked('^\\s*[\\w-]+\\s*$', 'The name of a community has letters, digits, - and _'),
    },
    {
      displayName: 'By URL',
      name: 'url',
      type: 'string',
      placeholder: 'e.g. https://zenodo.org/communities/biosyslit',
      extractValue: { type: 'regex', regex: '/communities/([\\w-]+)' },
      validation: checked(
        'https?://[^/]+/communities/[\\w-]+.*',
        'This is not the address of a community, such as https://zenodo.org/communities/biosyslit',
      ),
    },
  ],
});

/** As a row of a collection, where n8n takes nothing out of an address. */
export const listOrId = (
  name: string,
  displayName: string,
  method: string,
  description: string,
  placeholder: string,
  value = '',
): INodeProperties => ({
  displayName,
  name,
  type: 'resourceLocator',
  default: { mode: value ? 'id' : 'list', value },
  description,
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: method, searchable: true } },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder },
  ],
});

export const requestLocator = (shown: Shown): INodeProperties => ({
  displayName: 'Request',
  name: 'requestId',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'A submission to a community, an inclusion, an invitation or another thing that somebody decides',
  displayOptions: show(shown),
  modes: [
    { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchRequests', searchable: true } },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. 0f6bd1e2-3c0f-4a39-9b0b-0a2f1c5d7e11',
      validation: checked(`^\\s*${uuid}\\s*$`, 'The ID of a request is a UUID, the last part of its address'),
    },
    {
      displayName: 'By URL',
      name: 'url',
      type: 'string',
      placeholder: 'e.g. https://zenodo.org/me/requests/0f6bd1e2-3c0f-4a39-9b0b-0a2f1c5d7e11',
      extractValue: { type: 'regex', regex: `/requests/(${uuid})` },
      validation: checked(`https?://.+/requests/${uuid}.*`, 'This is not the address of a request'),
    },
  ],
});

/** The value of a locator inside a collection; plain text where an expression gave that. */
export function chosenIn(locator: unknown): string | undefined {
  const value = typeof locator === 'object' && locator !== null && 'value' in locator ? locator.value : locator;
  return String(value ?? '').trim() || undefined;
}
