import type { INodeProperties } from 'n8n-workflow';

/** A choice from one of the lists of the host, loaded when the form is open. */
export const vocabulary = (label: string, name: string, loadOptionsMethod: string): INodeProperties => ({
  displayName: `${label} Name or ID`,
  name,
  type: 'options',
  typeOptions: { loadOptionsMethod },
  default: '',
  description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
});
