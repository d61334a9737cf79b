import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

/** Where the repository is, in both credentials. */
export const place: INodeProperties[] = [
  {
    displayName: 'Environment',
    name: 'environment',
    type: 'options',
    options: [
      { name: 'Production', value: 'production', description: 'The real Zenodo at zenodo.org. What is published there stays for ever.' },
      {
        name: 'Sandbox',
        value: 'sandbox',
        description: 'For trying things out, at sandbox.zenodo.org. It has its own accounts and tokens.',
      },
      { name: 'Other InvenioRDM Instance', value: 'other', description: 'Another repository that runs the same software' },
    ],
    default: 'sandbox',
  },
  {
    displayName: 'Base URL',
    name: 'baseUrl',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. https://data.example.org',
    description: 'Address of the repository, without a path. Only https is accepted, except for this machine.',
    displayOptions: { show: { environment: ['other'] } },
  },
];

/**
 * The address of each environment, as an expression that n8n evaluates.
 *
 * @param values - where the fields of the credential are: `$credentials` in a test, `$self` in another field
 */
export const originIn = (values: '$credentials' | '$self'): string =>
  `{ production: "https://zenodo.org", sandbox: "https://sandbox.zenodo.org" }[${values}["environment"]] ?? String(${values}["baseUrl"] ?? "").trim().replace(/\\/+$/, "")`;

/** Own records: the one cheap question that Zenodo answers only to somebody it knows. It answers 403, never 401, to all others. */
export const probe = (refused: string): ICredentialTestRequest => ({
  request: { baseURL: `={{ ${originIn('$credentials')} }}`, url: '/api/user/records', qs: { size: 1 } },
  rules: [
    { type: 'responseCode', properties: { value: 401, message: refused } },
    { type: 'responseCode', properties: { value: 403, message: refused } },
    {
      type: 'responseCode',
      properties: {
        value: 404,
        message:
          "There is no InvenioRDM at this address. Check 'Base URL': it is the address of the repository without a path, such as https://data.example.org.",
      },
    },
    {
      type: 'responseCode',
      properties: { value: 429, message: 'Zenodo takes no more requests for a minute. Wait, and test again.' },
    },
    {
      type: 'responseCode',
      properties: {
        value: 503,
        message: 'Zenodo is overloaded or being maintained. This says nothing about the credential: test again later.',
      },
    },
  ],
});
