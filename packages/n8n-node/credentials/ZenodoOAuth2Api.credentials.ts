import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { originIn, place, probe } from './shared.ts';

const hidden = (displayName: string, name: string, value: string): INodeProperties => ({
  displayName,
  name,
  type: 'hidden',
  default: value,
});

/** An account that somebody signs in with, through an application that is registered at Zenodo. */
export class ZenodoOAuth2Api implements ICredentialType {
  name = 'zenodoOAuth2Api';

  extends = ['oAuth2Api'];

  displayName = 'Zenodo OAuth2 API';

  icon: Icon = { light: 'file:../icons/zenodo.svg', dark: 'file:../icons/zenodo.dark.svg' };

  documentationUrl = 'https://github.com/zenodo-connect/n8n-nodes-zenodo?tab=readme-ov-file#credentials';

  properties: INodeProperties[] = [
    ...place,
    hidden('Grant Type', 'grantType', 'authorizationCode'),
    hidden('Authorization URL', 'authUrl', `={{ (${originIn('$self')}) + "/oauth/authorize" }}`),
    hidden('Access Token URL', 'accessTokenUrl', `={{ (${originIn('$self')}) + "/oauth/token" }}`),
    hidden('Scope', 'scope', 'deposit:write deposit:actions user:email'),
    hidden('Auth URI Query Parameters', 'authQueryParameters', ''),
    // Zenodo finds the application by its ID in the form, and answers 404 when that is in the header alone.
    hidden('Authentication', 'authentication', 'body'),
  ];

  test: ICredentialTestRequest = probe(
    'Zenodo did not accept this account. Connect it again: access lasts 60 days and is renewed while it is used. If that does not help, check that the application was registered in the chosen environment, and that the account is not blocked: sign in to Zenodo to see.',
  );
}
