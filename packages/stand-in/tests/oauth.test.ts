import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.ts';

const redirectUri = 'http://127.0.0.1:9/callback';
const scope = 'deposit:write deposit:actions';
let zenodo: StandIn;
beforeAll(async () => {
  zenodo = await startStandIn();
});
afterEach(() => zenodo.faults.clear());
afterAll(() => zenodo.close());

const asked = (more: Record<string, string> = {}) =>
  new URLSearchParams({ client_id: zenodo.oauth.clientId, redirect_uri: redirectUri, response_type: 'code', scope, state: 's', ...more });
const post = (path: string, body: URLSearchParams) => fetch(zenodo.url + path, { method: 'POST', body, redirect: 'manual' });
const decide = async (more: Record<string, string>) =>
  new URL((await post('/oauth/authorize', asked(more))).headers.get('location') ?? '', zenodo.url);
const exchange = (more: Record<string, string>) => {
  const { clientId, clientSecret } = zenodo.oauth;
  return post(
    '/oauth/token',
    new URLSearchParams({ client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri, ...more }),
  );
};
const tokens = async () => {
  const code = (await decide({ confirm: 'yes', account: 'owner' })).searchParams.get('code') ?? '';
  const reply = await exchange({ grant_type: 'authorization_code', code });
  return { code, body: (await reply.json()) as Record<string, string> };
};
const ownRecords = async (token = '') =>
  (await fetch(`${zenodo.url}/api/user/records`, { headers: { authorization: `Bearer ${token}` } })).status;

describe('OAuth 2', () => {
  it('asks the person, sends a code back, and takes the code for a token that works', async () => {
    const page = await (await fetch(`${zenodo.url}/oauth/authorize?${asked()}`)).text();
    expect(page).toContain('deposit:write deposit:actions');
    const { body } = await tokens();
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 5_184_000, scope });
    expect(await ownRecords(body['access_token'])).toBe(200);
  });

  it('takes a code once', async () => {
    const { code } = await tokens();
    const again = await exchange({ grant_type: 'authorization_code', code });
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  it('treats an expired token as nobody, and renews it', async () => {
    const { body } = await tokens();
    zenodo.faults.advanceClock(61 * 86_400_000);
    expect(await ownRecords(body['access_token'])).toBe(403);
    const renewed = (await (await exchange({ grant_type: 'refresh_token', refresh_token: body['refresh_token']! })).json()) as typeof body;
    expect(await ownRecords(renewed['access_token'])).toBe(200);
    expect(await ownRecords(body['access_token'])).toBe(403);
  });

  it('has one token of each user', async () => {
    const first = (await tokens()).body['access_token'];
    const second = (await tokens()).body['access_token'];
    expect([await ownRecords(first), await ownRecords(second)]).toEqual([403, 200]);
  });

  it('tells the application when the person says no', async () => {
    const answer = await decide({ confirm: 'no' });
    expect(answer.search).toBe('?error=access_denied&state=s');
  });

  it('sends nobody to an application that it does not know', async () => {
    expect((await decide({ client_id: 'unknown' })).href).toBe(`${zenodo.url}/oauth/errors?error=invalid_client_id`);
  });

  it('wants the id of the application in the form, and its secret', async () => {
    expect((await exchange({ client_id: '' })).status).toBe(404);
    expect((await exchange({ client_secret: 'wrong' })).status).toBe(401);
    expect((await exchange({ grant_type: 'password' })).status).toBe(400);
  });
});
