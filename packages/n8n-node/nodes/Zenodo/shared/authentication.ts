import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

const shownFor = (way: 'accessToken' | 'oAuth2') => ({ show: { authentication: [way] } });

/** Which of the two credentials a node asks for; never both. */
export const authentication: INodeProperties = {
  displayName: 'Authentication',
  name: 'authentication',
  type: 'options',
  options: [
    { name: 'Access Token', value: 'accessToken' },
    { name: 'OAuth2', value: 'oAuth2' },
  ],
  default: 'accessToken',
};

export const credentials: INodeCredentialDescription[] = [
  { name: 'zenodoApi', required: true, displayOptions: shownFor('accessToken') },
  { name: 'zenodoOAuth2Api', required: true, displayOptions: shownFor('oAuth2') },
];
