import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { description as community } from './actions/community/description.ts';
import { description as draft } from './actions/draft/description.ts';
import { description as file } from './actions/file/description.ts';
import { description as record } from './actions/record/description.ts';
import { description as request } from './actions/request/description.ts';
import { listSearch } from './methods/listSearch.ts';
import { loadOptions } from './methods/loadOptions.ts';
import { authentication, credentials } from './shared/authentication.ts';

/** The action node: each operation is a file under `actions/`. */
export class Zenodo implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zenodo',
    name: 'zenodo',
    icon: { light: 'file:../../icons/zenodo.svg', dark: 'file:../../icons/zenodo.dark.svg' },
    group: ['output'],
    version: [1],
    subtitle: '={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": " + $parameter["resource"] }}',
    description: 'Deposit files on Zenodo, publish them with a DOI, and find, download and curate records',
    defaults: { name: 'Zenodo' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: [
      authentication,
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [
          { name: 'Community', value: 'community' },
          { name: 'Draft', value: 'draft' },
          { name: 'File', value: 'file' },
          { name: 'Record', value: 'record' },
          { name: 'Request', value: 'request' },
        ],
        default: 'record',
      },
      ...record,
      ...draft,
      ...file,
      ...community,
      ...request,
    ],
  };

  methods = { listSearch, loadOptions };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // What works is loaded when it is wanted: n8n loads the form of every node when it starts.
    const { router } = await import('./router.ts');
    return [await router(this)];
  }
}
