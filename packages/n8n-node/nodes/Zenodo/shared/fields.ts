import type { INodeProperties } from 'n8n-workflow';

/** What a field is shown for; conditions of its own go in beside these. */
export const shownFor = (resource: string, ...operations: readonly string[]) => ({ resource: [resource], operation: [...operations] });

export const simplify: INodeProperties = {
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const dryRun: INodeProperties = {
  displayName: 'Dry Run',
  name: 'dryRun',
  type: 'boolean',
  default: false,
  description: 'Whether to change nothing and return what would be done, or the request that would be sent first',
};

const timeout: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 60,
  description: 'Seconds to wait for each answer of Zenodo. Uploads and downloads have no time limit.',
};

export const key = (description: string): INodeProperties => ({
  displayName: 'Idempotency Key',
  name: 'key',
  type: 'string',
  default: '',
  placeholder: 'e.g. sample-{{ $json.sampleId }}',
  description,
});

export const comment: INodeProperties = {
  displayName: 'Comment',
  name: 'comment',
  type: 'string',
  typeOptions: { rows: 2 },
  default: '',
  placeholder: 'e.g. Please review',
  description: 'A word to those who decide, as text',
};

/** In the order of the labels, as n8n wants it. By characters: the rules of a language take milliseconds to load. */
export function byLabel(a: INodeProperties, b: INodeProperties): number {
  return a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1;
}

export type Shown = ReturnType<typeof shownFor>;

/** The collection at the end of each form. It is in the order of the labels, as n8n wants it. */
export function options(shown: ReturnType<typeof shownFor>, ...fields: readonly INodeProperties[]): INodeProperties {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    displayOptions: { show: shown },
    options: [...fields, timeout].sort(byLabel),
  };
}

/** How many of a list are wanted. */
export function listLength(shown: ReturnType<typeof shownFor>): INodeProperties[] {
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
      displayOptions: { show: shown },
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      description: 'Max number of results to return',
      displayOptions: { show: { ...shown, returnAll: [false] } },
    },
  ];
}

export const query = (example: string): INodeProperties => ({
  displayName: 'Query',
  name: 'query',
  type: 'string',
  default: '',
  placeholder: `e.g. ${example}`,
  description: 'Words, or fields and operators of the search on Zenodo. A DOI in it has to be quoted.',
});

/** The filters of a list, in the order of their labels. */
export function filters(shown: ReturnType<typeof shownFor>, ...fields: readonly INodeProperties[]): INodeProperties {
  return {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    displayOptions: { show: shown },
    options: [...fields].sort(byLabel),
  };
}

export const binaryFields = (shown: ReturnType<typeof shownFor> & { readonly [field: string]: string[] }): INodeProperties => ({
  displayName: 'Input Binary Fields',
  name: 'binaryFields',
  type: 'string',
  default: 'data',
  required: true,
  placeholder: 'e.g. data, image',
  hint: 'The names of the input binary fields containing the files, separated by commas',
  description: 'All of them go into one record. Use * for every binary field of the item.',
  displayOptions: { show: shown },
});
