import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { createClient, untilCancelled } from '../../shared/client.ts';
import { shownFor } from '../../shared/descriptions.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';

/** The number at the end of a DOI is the record's id; InvenioRDM hosts use letters as well (`10.1234/abcde-fgh12`). */
const idInDoi = '10\\.\\d{4,9}/(?:[A-Za-z]+\\.)?([A-Za-z0-9-]+)\\s*$';

export const description: INodeProperties[] = [
  {
    displayName: 'Record',
    name: 'recordId',
    type: 'resourceLocator',
    default: { mode: 'id', value: '' },
    required: true,
    description: 'The published record to read. The ID or DOI of all versions gives the newest one.',
    displayOptions: { show: shownFor('get') },
    modes: [
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder: 'e.g. 10075034',
        hint: 'The number at the end of the address of the record',
        validation: [
          {
            type: 'regex',
            properties: { regex: '^\\s*[A-Za-z0-9-]+\\s*$', errorMessage: 'An ID is the last part of the address of a record' },
          },
        ],
      },
      {
        displayName: 'By URL',
        name: 'url',
        type: 'string',
        placeholder: 'e.g. https://zenodo.org/records/10075034',
        extractValue: { type: 'regex', regex: '/(?:records?|uploads|deposit)/([A-Za-z0-9-]+)' },
        validation: [
          {
            type: 'regex',
            properties: {
              regex: 'https?://[^/]+/.*?(?:records?|uploads|deposit)/[A-Za-z0-9-]+.*',
              errorMessage: 'This is not the address of a record, such as https://zenodo.org/records/10075034',
            },
          },
        ],
      },
      {
        displayName: 'By DOI',
        name: 'doi',
        type: 'string',
        placeholder: 'e.g. 10.5281/zenodo.10075034',
        extractValue: { type: 'regex', regex: idInDoi },
        validation: [
          {
            type: 'regex',
            properties: { regex: `.*${idInDoi}`, errorMessage: 'This is not a DOI of Zenodo, such as 10.5281/zenodo.10075034' },
          },
        ],
      },
    ],
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    displayOptions: { show: shownFor('get') },
    options: [
      {
        displayName: 'Simplify',
        name: 'simplify',
        type: 'boolean',
        default: true,
        description: 'Whether to return a simplified version of the response instead of the raw data',
      },
    ],
  },
];

/** Reads one published record. */
export async function execute(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> {
  const zenodo = await createClient(context);
  const id = String(context.getNodeParameter('recordId', itemIndex, '', { extractValue: true })).trim();
  const record = await zenodo.records.get(id, untilCancelled(context));
  const simplify = context.getNodeParameter('options.simplify', itemIndex, true) as boolean;
  const json = simplify ? simplifiedRecord(record) : raw(record);
  return { json, pairedItem: { item: itemIndex } };
}
