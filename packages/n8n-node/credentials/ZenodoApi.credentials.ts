import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { place, probe } from './shared.ts';

/** A personal access token of Zenodo, of its sandbox or of another InvenioRDM host. */
export class ZenodoApi implements ICredentialType {
  name = 'zenodoApi';

  displayName = 'Zenodo API';

  icon: Icon = { light: 'file:../icons/zenodo.svg', dark: 'file:../icons/zenodo.dark.svg' };

  documentationUrl = 'https://github.com/zenodo-connect/n8n-nodes-zenodo?tab=readme-ov-file#credentials';

  properties: INodeProperties[] = [
    ...place,
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

  test: ICredentialTestRequest = probe(
    'Zenodo did not accept this access token. Check that it belongs to the chosen environment (a sandbox token does not work on zenodo.org), that it was copied whole and has not been revoked, and that the account is not blocked: sign in to Zenodo to see. If unsure, create a new token under Settings, Applications.',
  );
}
