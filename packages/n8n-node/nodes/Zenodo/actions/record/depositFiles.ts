import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { createClient, untilCancelled } from '../../shared/client.ts';
import { defaultKey } from '../../shared/deposit-key.ts';
import { metadataFields, shownFor } from '../../shared/descriptions.ts';
import { inputFiles } from '../../shared/input-files.ts';
import { readMetadata } from '../../shared/metadata.ts';
import { rawDeposit, simplifiedDeposit } from '../../shared/output.ts';

export const description: INodeProperties[] = [
  {
    displayName: 'Input Binary Fields',
    name: 'binaryFields',
    type: 'string',
    default: 'data',
    required: true,
    placeholder: 'e.g. data, image',
    hint: 'The names of the input binary fields containing the files to deposit, separated by commas',
    description: 'All of them go into one record. Use * for every binary field of the item.',
    displayOptions: { show: shownFor('depositFiles') },
  },
  ...metadataFields,
  {
    displayName: 'When Done',
    name: 'whenDone',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Leave as Draft',
        value: 'leave',
        description: 'Nobody else sees it. Look at it on Zenodo, and publish it there.',
      },
      {
        name: 'Publish',
        value: 'publish',
        description: 'Register the DOI and make the record public. This cannot be undone.',
      },
    ],
    default: 'leave',
    required: true,
    displayOptions: { show: shownFor('depositFiles') },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    displayOptions: { show: shownFor('depositFiles') },
    options: [
      {
        displayName: 'Idempotency Key',
        name: 'key',
        type: 'string',
        default: '',
        placeholder: 'e.g. sample-{{ $json.sampleId }}',
        description:
          'Names this deposit for ever: the same key never makes a second record. Without it, the same title and the same bytes under the same file names, from this node of this workflow, are the same deposit.',
      },
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

/** Deposits the files of one item. Repeated with the same key, it goes on with the draft or answers the same record. */
export async function execute(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> {
  const zenodo = await createClient(context);
  const fields = context.getNodeParameter('binaryFields', itemIndex) as string;
  const finish = context.getNodeParameter('whenDone', itemIndex) as 'leave' | 'publish';
  const ownKey = String(context.getNodeParameter('options.key', itemIndex, '')).trim();
  const metadata = readMetadata(context, itemIndex);
  // The default key is made of the bytes, so they are read once before the upload; a key of one's own saves that.
  const files = await inputFiles(context, itemIndex, fields, { hashFirst: ownKey === '' });
  const key = ownKey || defaultKey(context, metadata.title, files);

  const result = await zenodo.deposit({ key, metadata, files, finish, ...untilCancelled(context) });
  const simplify = context.getNodeParameter('options.simplify', itemIndex, true) as boolean;
  const json = simplify ? simplifiedDeposit(result) : rawDeposit(result);
  return { json, pairedItem: { item: itemIndex } };
}
