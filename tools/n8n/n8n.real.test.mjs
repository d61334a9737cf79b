import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { root } from '../lib/workspace.mjs';
import { build, prepare } from './check.mjs';
import { flow, outputOf } from './flow.mjs';
import { createN8n } from './harness.mjs';

const zenodoType = 'n8n-nodes-zenodo.zenodo';
const example = JSON.parse(await readFile(path.join(root, 'packages/n8n-node/examples/file-to-doi.json'), 'utf8'));
const exampleFile = '2theta,counts\n10.0,154\n10.1,161\n10.2,158\n';

let zenodo;
let n8n;

const credential = (id, token) => ({
  id,
  name: id,
  type: 'zenodoApi',
  data: { environment: 'other', baseUrl: zenodo.url, accessToken: token },
});
const by = (id, more = {}) => ({ credentials: { zenodoApi: { id, name: id } }, ...more });

/** Puts the item's `text` into a file in the binary field `data`. */
const asAFile = (name) => [
  'As a File',
  'n8n-nodes-base.convertToFile',
  { operation: 'toText', sourceProperty: 'text', binaryPropertyName: 'data', options: { fileName: name } },
  { typeVersion: 1.1 },
];
const aText = ['Text', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: '{ "text": "a,b" }', options: {} }, { typeVersion: 3.4 }];
const deposit = (title, more) => ({
  resource: 'record',
  operation: 'depositFiles',
  binaryFields: 'data',
  title,
  resourceType: 'dataset',
  creators: { creator: [{ type: 'personal', familyName: 'Curie' }] },
  ...more,
});

const flows = () => [
  example,
  flow('draft', aText, asAFile('scan.csv'), ['Deposit', zenodoType, deposit('Left alone'), by('zenodo')]),
  flow('troubled', aText, asAFile('scan.csv'), ['Deposit', zenodoType, deposit('In trouble', { whenDone: 'publish' }), by('zenodo')]),
  flow('stranger', aText, asAFile('scan.csv'), ['Deposit', zenodoType, deposit('By a stranger'), by('stranger')]),
  flow(
    'two-items',
    [
      'Titles',
      'n8n-nodes-base.set',
      { mode: 'raw', jsonOutput: '{ "text": "a,b", "title": ["One of two", " "] }', options: {} },
      { typeVersion: 3.4 },
    ],
    ['Each', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'title', include: 'allOtherFields', options: {} }],
    asAFile('scan.csv'),
    ['Deposit', zenodoType, deposit("={{ $('Each').item.json.title }}"), by('zenodo', { onError: 'continueRegularOutput' })],
  ),
];

const records = async () => {
  const reply = await fetch(`${zenodo.url}/api/user/records?size=100`, {
    headers: { authorization: `Bearer ${zenodo.tokens.owner}`, accept: 'application/vnd.inveniordm.v1+json' },
  });
  return (await reply.json()).hits.hits;
};
const titled = async (title) => (await records()).filter((record) => record.metadata.title === title);

beforeAll(async () => {
  const tree = await prepare();
  const built = await build(tree);
  expect(built.passed, built.details).toBe(true);
  zenodo = await startStandIn({ port: 0 });
  n8n = await createN8n({ packages: [tree.folder] });
  await n8n.import('credentials', [credential('zenodo', zenodo.tokens.owner), credential('stranger', 'not-a-token')]);
  await n8n.import('workflow', flows());
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});

describe('a real n8n, from its command line', () => {
  test('runs the example of the README: a file becomes a published record, and the flow goes on with its DOI', async () => {
    const { code, run, output } = await n8n.execute(example.id);
    expect(code, output).toBe(0);
    const [{ doi, url }] = outputOf(run, 'DOI');
    expect(doi).toMatch(/^10\.\d{4,9}\/zenodo\.\d+$/);

    const [record] = await titled('Powder diffraction of sample S-2291');
    expect(record).toMatchObject({ is_published: true, pids: { doi: { identifier: doi } }, links: { self_html: url } });
    const files = await (await fetch(`${zenodo.url}/api/records/${record.id}/files`)).json();
    const md5 = createHash('md5').update(exampleFile).digest('hex');
    expect(files.entries.map(({ key, checksum }) => [key, checksum])).toEqual([['S-2291.csv', `md5:${md5}`]]);
  });

  test('runs it again, and there is still one record, with the same DOI', async () => {
    const before = await titled('Powder diffraction of sample S-2291');
    const { code, run, output } = await n8n.execute(example.id);
    expect(code, output).toBe(0);
    expect(outputOf(run, 'DOI')[0].doi).toBe(before[0].pids.doi.identifier);
    expect(await titled('Powder diffraction of sample S-2291')).toHaveLength(1);
  });

  test('leaves a draft when nothing else is chosen', async () => {
    const { code, run, output } = await n8n.execute('draft');
    expect(code, output).toBe(0);
    expect(outputOf(run, 'Deposit')).toMatchObject([{ status: 'draft', title: 'Left alone', filesCount: 1 }]);
    expect(await titled('Left alone')).toMatchObject([{ is_published: false }]);
  });

  test('makes one record when the upload is cut in its middle and the answer to publish is lost', async () => {
    zenodo.faults.cutRequest({ method: 'PUT', path: '*/content' }, { afterBytes: 2 });
    zenodo.faults.workThen({ method: 'POST', path: '*/actions/publish' }, { status: 504 });
    const { code, run, output } = await n8n.execute('troubled');
    expect(code, output).toBe(0);
    expect(outputOf(run, 'Deposit')).toMatchObject([{ status: 'published', filesCount: 1 }]);
    expect(await titled('In trouble')).toHaveLength(1);
    const published = zenodo.calls.filter(({ path: called }) => called.endsWith('/actions/publish'));
    expect(published.filter(({ status }) => status === 504)).toHaveLength(1);
  });

  test('reads the record by its DOI', async () => {
    const [{ id, pids }] = await titled('Powder diffraction of sample S-2291');
    const recordId = { __rl: true, mode: 'doi', value: `https://doi.org/${pids.doi.identifier}` };
    await n8n.import('workflow', [flow('get', ['Get', zenodoType, { resource: 'record', operation: 'get', recordId }, by('zenodo')])]);
    const { code, run, output } = await n8n.execute('get');
    expect(code, output).toBe(0);
    expect(outputOf(run, 'Get')).toMatchObject([{ id, status: 'published', title: 'Powder diffraction of sample S-2291' }]);
  });

  test('goes on after an item that failed, and says why in its place', async () => {
    const { code, run, output } = await n8n.execute('two-items');
    expect(code, output).toBe(0);
    expect(outputOf(run, 'Deposit')).toEqual([
      expect.objectContaining({ title: 'One of two', status: 'draft' }),
      { error: "'Title' is missing" },
    ]);
  });

  test('ends with our words, the item and no token when Zenodo does not know the token', async () => {
    const { code, run, output } = await n8n.execute('stranger');
    expect(code).toBe(1);
    expect(run.data.resultData.error).toMatchObject({
      name: 'NodeApiError',
      httpCode: '403',
      message: 'Zenodo did not accept the access token',
      context: { itemIndex: 0 },
    });
    expect(output).not.toContain('not-a-token');
  });
});

describe('a real n8n, with its server', () => {
  let rest;
  beforeAll(async () => {
    rest = await n8n.start();
  });

  test('has the node and its variant for AI agents', async () => {
    const names = (await rest.nodeTypes()).map(({ name }) => name).filter((name) => name.startsWith('n8n-nodes-zenodo.'));
    expect(names.sort()).toEqual([zenodoType, `${zenodoType}Tool`, `${zenodoType}Trigger`].sort());
  });

  test('accepts a credential with a good token', async () => {
    expect(await rest.testCredential(credential('good', zenodo.tokens.owner))).toMatchObject({ status: 'OK' });
  });

  test('tells the causes and the cure when the token is not good', async () => {
    const { status, message } = await rest.testCredential(credential('bad', 'not-a-token'));
    expect(status).toBe('Error');
    expect(message).toMatch(/^Zenodo did not accept this access token\. Check that it belongs to the chosen environment/);
    expect(message).not.toContain('not-a-token');
  });
});
