import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import * as record from './actions/record/index.ts';
import { router } from './router.ts';

/** The action node: each operation is a file under `actions/`. */
export class Zenodo implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zenodo',
    name: 'zenodo',
    icon: { light: 'file:../../icons/zenodo.svg', dark: 'file:../../icons/zenodo.dark.svg' },
    group: ['output'],
    version: [1],
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Deposit files on Zenodo, publish them with a DOI, and read records',
    defaults: { name: 'Zenodo' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'zenodoApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [{ name: 'Record', value: 'record' }],
        default: 'record',
      },
      ...record.description,
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return [await router(this)];
  }
}
