import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { listSearch } from '../Zenodo/methods/listSearch.ts';
import { authentication, credentials } from '../Zenodo/shared/authentication.ts';
import { fields } from './fields.ts';

/** The trigger: looks at Zenodo, which pushes nothing, and starts the workflow with what happened since the last look. */
export class ZenodoTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Zenodo Trigger',
    name: 'zenodoTrigger',
    icon: { light: 'file:../../icons/zenodo.svg', dark: 'file:../../icons/zenodo.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{ $parameter["event"].replace(/([A-Z])/g, " $1").toLowerCase().replace("doi ", "DOI ") }}',
    // n8n shows this sentence for both nodes of the package.
    description: 'Starts the workflow when something changes on Zenodo, and deposits, finds and downloads research data',
    defaults: { name: 'Zenodo Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials,
    properties: [authentication, ...fields],
  };

  methods = { listSearch: { searchCommunities: listSearch.searchCommunities } };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    // What works is loaded when it is wanted: n8n loads the form of every node when it starts.
    const { poll } = await import('./poll.ts');
    return await poll(this);
  }
}
