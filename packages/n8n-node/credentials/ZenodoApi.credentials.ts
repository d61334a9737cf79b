import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The address of each environment, as an expression that n8n evaluates for the test. */
const baseUrl =
  '={{ { production: "https://zenodo.org", sandbox: "https://sandbox.zenodo.org" }[$credentials.environment] ?? $credentials.baseUrl.replace(/\\/+$/, "") }}';

/** A personal access token of Zenodo, of its sandbox or of another InvenioRDM host. */
export class ZenodoApi implements ICredentialType {
  name = 'zenodoApi';

  displayName = 'Zenodo API';

  icon: Icon = { light: 'file:../icons/zenodo.svg', dark: 'file:../icons/zenodo.dark.svg' };

  documentationUrl = 'https://github.com/zenodo-connect/n8n-nodes-zenodo?tab=readme-ov-file#credentials';

  properties: INodeProperties[] = [
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
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Made on Zenodo under Settings, Applications, Personal access tokens, with the scopes deposit:write and deposit:actions',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken }}' } },
  };

  // Own records: the one cheap question that Zenodo answers only to somebody it knows.
  test: ICredentialTestRequest = {
    request: { baseURL: baseUrl, url: '/api/user/records', qs: { size: 1 } },
    rules: [
      {
        type: 'responseCode',
        properties: {
          value: 403,
          message:
            'Zenodo did not accept this access token. Check that it belongs to the chosen environment (a sandbox token does not work on zenodo.org), that it has not expired or been revoked, and that the account is not blocked. If unsure, create a new token under Settings, Applications.',
        },
      },
    ],
  };
}
