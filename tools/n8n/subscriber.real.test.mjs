import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyWebhook } from '../../packages/core/dist/webhooks/index.js';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { startGateway } from '../../packages/webhook-gateway/dist/index.js';
import { root } from '../lib/workspace.mjs';
import { outputOf } from './flow.mjs';
import { createN8n } from './harness.mjs';

const example = path.join(root, 'packages/webhook-gateway/examples/n8n-subscriber/workflow.json');
const header = { name: 'X-Gateway', value: randomBytes(24).toString('base64url') };
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const recipe = `version: 1
route: xrd
metadata:
  title: "Scan of {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie } }]
publish: { mode: auto, i_understand_publication_is_permanent: true }
`;

let folder;
let zenodo;
let n8n;
let rest;
let workflow;
let gateway;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zenodo-subscriber-'));
  await mkdir(path.join(folder, 'routes'));
  await writeFile(path.join(folder, 'routes/xrd.yaml'), recipe);
  zenodo = await startStandIn({ port: 0 });
  // Bytes lie in the execution itself then, where a test finds them.
  n8n = await createN8n({ env: { N8N_DEFAULT_BINARY_DATA_MODE: 'default' } });
  rest = await n8n.start();
  const credential = await rest.saveCredential({ name: 'Zenodo gateway', type: 'httpHeaderAuth', data: header });
  const imported = JSON.parse(await readFile(example, 'utf8'));
  imported.nodes.find(({ name }) => name === 'Event of the Gateway').credentials.httpHeaderAuth = credential;
  workflow = await rest.saveWorkflow(imported);
  await rest.activate(workflow);
  gateway = await startGateway({
    folder: path.join(folder, 'data'),
    listen: { port: 0 },
    routes: path.join(folder, 'routes'),
    zenodo: { url: zenodo.url, token: zenodo.tokens.owner, dataciteUrl: zenodo.url },
    subscribers: [
      { name: 'n8n', url: `${rest.origin}/webhook/zenodo-gateway`, secret, header, events: ['deposit.published'], allowPrivate: true },
    ],
    log: () => undefined,
  });
});
afterAll(async () => {
  await gateway?.close();
  await n8n?.close();
  await zenodo?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The item with which an execution began: the request as n8n kept it. */
const requestOf = (run) => run.data.resultData.runData['Event of the Gateway'][0].data.main[0][0];
const send = (headers, body) => fetch(`${rest.origin}/webhook/zenodo-gateway`, { method: 'POST', headers, body });

test('a scan that is published is told in n8n, signed over the bytes that it kept', async () => {
  const token = await gateway.addToken('xrd');
  const sent = await fetch(`${gateway.url}/in/xrd/S-1/scan.xy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: '1 2 3\n',
  });
  expect(sent.status).toBe(202);
  const [run] = await rest.runsOnce(workflow, 1);
  const { json, binary } = requestOf(run);
  const body = Buffer.from(binary.data.data, 'base64');
  expect(verifyWebhook({ headers: json.headers, body, secrets: secret, now: new Date() })).toMatchObject({
    id: json.headers['webhook-id'],
  });
  const md5 = createHash('md5').update('1 2 3\n').digest('hex');
  const event = JSON.parse(body.toString());
  expect(event).toMatchObject({ type: 'deposit.published', data: { dataset: 'S-1', doi: expect.stringMatching(/^10\.5281\//) } });
  const [record] = (await (await fetch(`${zenodo.url}/api/records?q=scan`)).json()).hits.hits;
  expect(JSON.stringify(record)).toContain(md5);
  expect(outputOf(run, 'Tell the Group')).toEqual([{ text: `S-1: published as https://doi.org/${event.data.doi}` }]);
});

test('the same event again does nothing, and one that is new is told', async () => {
  const before = await rest.runs(workflow);
  const { json, binary } = requestOf(before[0]);
  const headers = { 'content-type': 'application/json', [header.name]: header.value, 'webhook-id': json.headers['webhook-id'] };
  const body = Buffer.from(binary.data.data, 'base64');
  expect((await send(headers, body)).status).toBe(200);
  const failed = JSON.stringify({ type: 'deposit.failed', data: { dataset: 'S-2', reason: 'the token is refused' } });
  expect((await send({ ...headers, 'webhook-id': 'evt_other' }, failed)).status).toBe(200);
  const runs = await rest.runsOnce(workflow, before.length + 2);
  const told = runs.slice(before.length).map((run) => [outputOf(run, 'Tell the Group'), outputOf(run, 'Ask Somebody')]);
  expect(told).toContainEqual([undefined, undefined]);
  expect(told).toContainEqual([undefined, [{ text: expect.stringContaining('S-2 needs somebody') }]]);
});

test('without the header nothing comes in', async () => {
  const { length } = await rest.runs(workflow);
  expect((await send({ 'content-type': 'application/json', [header.name]: 'wrong' }, '{}')).status).toBe(403);
  expect(await rest.runs(workflow)).toHaveLength(length);
});
