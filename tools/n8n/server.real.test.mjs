import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { api, credential, draft, owned, publish, triggerType, zenodoType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { flow } from './flow.mjs';
import { createN8n } from './harness.mjs';
import { startLine } from './line.mjs';

let zenodo;
let n8n;
let rest;
let owner;
beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  n8n = await createN8n({ packages: [await builtNode()] });
  rest = await n8n.start();
  owner = await rest.saveCredential({ name: 'owner', type: 'zenodoApi', data: place({ accessToken: zenodo.tokens.owner }) });
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});
const described = (title) => ({ title, resourceType: 'dataset', creators: { creator: [{ type: 'personal', familyName: 'Curie' }] } });
const place = (more) => ({ environment: 'other', baseUrl: zenodo.url, ...more });

describe('the test of a token', () => {
  const tested = (data) => rest.testCredential({ name: 'test', type: 'zenodoApi', data: place(data) });

  test('is well with a good one, also where the address ends with a slash', async () => {
    expect(await tested({ accessToken: zenodo.tokens.owner })).toMatchObject({ status: 'OK' });
    expect(await tested({ accessToken: zenodo.tokens.owner, baseUrl: `${zenodo.url}/` })).toMatchObject({ status: 'OK' });
  });

  test('tells the causes and the cure of a wrong one, and of a blocked account', async () => {
    const { status, message } = await tested({ accessToken: 'not-a-token' });
    expect(status).toBe('Error');
    for (const cause of ['chosen environment', 'revoked', 'blocked', 'create a new token']) expect(message).toContain(cause);
    expect(message).not.toContain('not-a-token');
    zenodo.block('fresh');
    expect(await tested({ accessToken: zenodo.tokens.fresh })).toMatchObject({ status: 'Error', message });
    zenodo.unblock('fresh');
  });

  test.each(['', 'a token of the sandbox', ' with a line break\n'])('tells them of "%s", too', async (accessToken) => {
    const { status, message } = await tested({ accessToken });
    expect(status).toBe('Error');
    expect(message).toContain('Zenodo did not accept this access token');
  });

  test.each(['where nothing answers', 'data.example'])('does not pass at an address that is none: "%s"', async (address) => {
    const nobody = await startStandIn({ port: 0 });
    await nobody.close();
    const baseUrl = address.includes(' ') ? nobody.url : address;
    const { status, message } = await tested({ accessToken: 'secret-one', baseUrl });
    process.stdout.write(`  n8n's own words: ${message}\n`);
    expect(status).toBe('Error');
    expect(message).not.toContain('secret-one');
  });

  test('knows an address without an InvenioRDM, and a Zenodo that is away', async () => {
    zenodo.faults.answer({ path: '/api/user/records' }, { status: 404 });
    expect((await tested({ accessToken: 'x' })).message).toContain("Check 'Base URL'");
    zenodo.faults.tooManyRequests({ path: '/api/user/records' }, { retryAfterS: 60 });
    expect((await tested({ accessToken: 'x' })).message).toContain('Wait, and test again');
    zenodo.faults.answer({ path: '/api/user/records' }, { status: 503 });
    expect((await tested({ accessToken: 'x' })).message).toContain('says nothing about the credential');
  });
});

describe('OAuth2', () => {
  let connected;
  const data = () => {
    const { clientId, clientSecret } = zenodo.oauth;
    return place({ clientId, clientSecret });
  };

  test('is connected by the page of Zenodo', async () => {
    connected = await rest.saveCredential({ name: 'account', type: 'zenodoOAuth2Api', data: data() });
    const page = new URL(await rest.call('GET', `/rest/oauth2-credential/auth?id=${connected.id}`));
    expect(page.href).toContain(`${zenodo.url}/oauth/authorize?`);
    expect(page.searchParams.get('scope')).toBe('deposit:write deposit:actions user:email');
    const said = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams([...page.searchParams, ['account', 'owner'], ['confirm', 'yes']]),
      redirect: 'manual',
    });
    const back = await rest.raw('GET', said.headers.get('location'));
    expect(await back.text()).toContain('window.opener');
    const { data: kept } = await rest.call('GET', `/rest/credentials/${connected.id}?includeData=true`);
    expect(kept.oauthTokenData).toBe(true);
  });

  test('is tested with causes and a cure of its own', async () => {
    const tested = (token) =>
      rest.testCredential({ name: 'test', type: 'zenodoOAuth2Api', data: { ...data(), oauthTokenData: { access_token: token } } });
    expect(await tested(zenodo.tokens.owner)).toMatchObject({ status: 'OK' });
    const { status, message } = await tested('not-a-token');
    expect(status).toBe('Error');
    for (const cause of ['Connect it again', '60 days', 'chosen environment', 'blocked']) expect(message).toContain(cause);
  });

  const ownDrafts = async () => {
    const workflow = await rest.saveWorkflow({
      name: 'By account',
      settings: { executionOrder: 'v1' },
      nodes: [
        { id: 'a', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
        {
          id: 'b',
          name: 'Create',
          type: zenodoType,
          typeVersion: 1,
          position: [200, 0],
          parameters: {
            authentication: 'oAuth2',
            resource: 'draft',
            operation: 'create',
            metadataInput: 'json',
            metadataJson: '{ "title": "By account" }',
          },
          credentials: { zenodoOAuth2Api: connected },
        },
      ],
      connections: { Start: { main: [[{ node: 'Create', type: 'main', index: 0 }]] } },
    });
    return rest.runByHand(workflow, 'Start');
  };

  test('lets the node work in the name of the account', async () => {
    expect(await ownDrafts()).toMatchObject({ status: 'success' });
    expect((await owned(zenodo)).filter(({ metadata }) => metadata.title === 'By account')).toHaveLength(1);
  });

  test('is renewed when its 60 days are over, which Zenodo tells by a 403', async () => {
    const { clientId, clientSecret } = zenodo.oauth;
    const asked = { client_id: clientId, redirect_uri: `${rest.origin}/`, response_type: 'code', scope: 'deposit:write' };
    const form = (path, fields) => fetch(zenodo.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const said = await form('/oauth/authorize', { ...asked, account: 'owner', confirm: 'yes' });
    const code = new URL(said.headers.get('location')).searchParams.get('code');
    const issued = await form('/oauth/token', { ...asked, client_secret: clientSecret, grant_type: 'authorization_code', code });
    // As n8n keeps it when the time is over by its own clock, too.
    const oauthTokenData = { ...(await issued.json()), n8n_expires_at: '1' };
    await n8n.import('credentials', [{ id: 'old', name: 'old', type: 'zenodoOAuth2Api', data: { ...data(), oauthTokenData } }]);
    connected = { id: 'old', name: 'old' };
    zenodo.faults.advanceClock(61 * 86_400_000);
    const refusals = () => zenodo.calls.filter(({ status }) => status === 403).length;
    const before = refusals();
    const run = await ownDrafts();
    expect(run.status, JSON.stringify(run.data.resultData.error)).toBe('success');
    expect(refusals()).toBe(before + 1);
    zenodo.faults.clear();
  });
});

describe('what a form offers from Zenodo', () => {
  const form = { authentication: 'accessToken', resource: 'record', operation: 'get' };
  const list = (method, filter, { node = zenodoType, page, by = owner } = {}) =>
    rest.listSearch(node, method, filter, form, { zenodoApi: by }, page);
  beforeAll(async () => {
    await publish(zenodo, 'Coral reefs of the north');
    await api(zenodo, 'POST', '/api/communities', {
      slug: 'corals',
      metadata: { title: 'Corals' },
      access: { visibility: 'public', review_policy: 'closed' },
    });
    const { id: community } = await api(zenodo, 'GET', '/api/communities/corals');
    const submitted = await draft(zenodo, 'Coral reefs of the south');
    await api(zenodo, 'PUT', `/api/records/${submitted}/draft/review`, { receiver: { community }, type: 'community-submission' });
    await api(zenodo, 'POST', `/api/records/${submitted}/draft/actions/submit-review`, {});
  });

  test.each([
    ['searchRecords', 'cor ree', /^Coral reefs of the north \(\d+\)$/],
    ['searchRecords', undefined, /^Coral reefs of the north/],
    ['searchDrafts', 'south', /^Coral reefs of the south \(\d+\)$/],
    ['searchDrafts', undefined, /^Coral reefs of the south/],
    ['searchCommunities', 'cora', /^Corals \(corals\)$/],
    ['searchRequests', 'coral', /^Coral reefs of the south \(community-submission\)$/],
    ['searchRequests', undefined, /^Coral reefs of the south/],
    ['searchLicenses', 'creative attr', /^Creative Commons Attribution.* \(cc-/],
    ['searchLanguages', 'engl', /^English \(eng\)$/],
    ['searchFunders', 'europ', /^European/],
    ['searchAwards', undefined, /./],
  ])('%s finds "%s"', async (method, filter, name) => {
    const { results } = await list(method, filter);
    expect(results[0]).toMatchObject({ name: expect.stringMatching(name), value: expect.stringMatching(/^[\w:.-]+$/) });
  });

  test('the trigger offers communities, too', async () => {
    const { results } = await list('searchCommunities', 'cora', { node: triggerType });
    expect(results).toMatchObject([{ value: 'corals' }]);
  });

  test('a long list goes on with its next page', async () => {
    await zenodo.seed({ records: 30 });
    const first = await list('searchRecords', 'record');
    expect(first.results).toHaveLength(25);
    const second = await list('searchRecords', 'record', { page: first.paginationToken });
    expect(second.paginationToken).toBeUndefined();
    const values = [...first.results, ...second.results].map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
  });

  test('a list that Zenodo does not give says why, and shows no token', async () => {
    const stranger = await rest.saveCredential({ name: 'stranger', type: 'zenodoApi', data: place({ accessToken: 'not-a-token' }) });
    const refused = await list('searchDrafts', undefined, { by: stranger }).catch(({ message }) => message);
    expect(refused).toContain('Zenodo did not accept the access token');
    expect(refused).not.toContain('not-a-token');
  });

  test.each([
    ['getResourceTypes', 'dataset'],
    ['getContributorRoles', 'supervisor'],
    ['getDateTypes', 'collected'],
    ['getRelationTypes', 'cites'],
    ['getCommunityTypes', 'project'],
  ])('%s loads what the repository knows', async (method, value) => {
    const choices = await rest.choices(zenodoType, method, form, { zenodoApi: owner });
    expect(choices.map((choice) => choice.value)).toContain(value);
  });
});

describe('the button that stops an execution', () => {
  const size = 256 * 1024 ** 2;
  let line;
  beforeAll(async () => {
    line = await startLine(zenodo.url, { bytesPerSecond: 16e6 });
  });
  afterAll(() => line?.close());

  test('cuts the upload that is on its way, within two seconds', async () => {
    const folder = path.join(n8n.home, '.n8n-files');
    const file = path.join(folder, 'big.bin');
    await mkdir(folder, { recursive: true });
    await writeFile(file, 'begins');
    await truncate(file, size);
    const zenodoApi = await rest.saveCredential(credential({ url: line.url }, 'by a slow line', zenodo.tokens.owner));
    const parameters = { ...described('To be stopped'), resource: 'record', operation: 'depositFiles' };
    const workflow = await rest.saveWorkflow(
      flow(
        'stopped',
        ['Read', 'n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: file, options: {} }, { typeVersion: 1.1 }],
        ['Deposit', zenodoType, parameters, { credentials: { zenodoApi } }],
      ),
    );
    const { executionId } = await rest.call('POST', `/rest/workflows/${workflow.id}/run`, {
      workflowData: workflow,
      triggerToStartFrom: { name: 'Start' },
    });
    const upload = () => line.connections.find(({ sent }) => sent > 4e6);
    await expect.poll(upload, { timeout: 60_000, interval: 100 }).toBeDefined();

    const stopped = rest.call('POST', `/rest/executions/${executionId}/stop`);
    await expect.poll(() => upload().isOpen, { timeout: 2000, interval: 20 }).toBe(false);
    await stopped;
    expect(upload().sent).toBeLessThan(size);
    expect(await rest.runsOnce(workflow, 1)).toMatchObject([{ status: 'canceled' }]);
    const [{ id }] = (await owned(zenodo)).filter(({ metadata }) => metadata.title === 'To be stopped');
    const { entries } = await api(zenodo, 'GET', `/api/records/${id}/draft/files`);
    expect(entries).toMatchObject([{ key: 'big.bin', status: 'pending' }]);
  });
});
