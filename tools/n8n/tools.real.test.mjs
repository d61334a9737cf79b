import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { zenodoType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { createN8n } from './harness.mjs';
import { connect } from './mcp.mjs';

/** More than this in an answer costs a model more than it tells. */
const fewCharacters = 2000;

const byAgent = (name) => `={{ $fromAI('${name}', '${name}', 'string') }}`;
const located = (value) => ({ __rl: true, mode: 'id', value });
const record = { recordId: located(byAgent('id')) };
const draft = { draftId: located(byAgent('id')) };
const request = { requestId: located(byAgent('id')) };
const crystals = { communityId: located('crystals') };
const text = { binaryFields: '*', options: { textFiles: { file: [{ fileName: byAgent('fileName'), content: byAgent('content') }] } } };
const described = { title: byAgent('title'), resourceType: 'dataset', creators: { creator: [{ type: 'personal', familyName: 'Curie' }] } };

/** How a person sets each operation up for an agent. */
const setUp = {
  'community.addRecord': { ...crystals, ...record },
  'community.get': { communityId: located(byAgent('id')) },
  'community.getAll': { filters: { query: byAgent('query') }, limit: 5 },
  'community.getRecords': { ...crystals, limit: 5 },
  'community.removeRecord': { ...crystals, ...record, as: 'curator' },
  'draft.create': described,
  'draft.delete': draft,
  'draft.edit': record,
  'draft.get': draft,
  'draft.getAll': { limit: 5 },
  'draft.publish': draft,
  'draft.reserveDoi': draft,
  'draft.submit': { ...draft, ...crystals },
  'draft.update': { ...draft, updateFields: { title: byAgent('title') } },
  'file.delete': { ...draft, fileName: byAgent('fileName') },
  'file.download': { from: 'draft', ...draft, files: byAgent('fileName') },
  'file.getAll': { from: 'draft', ...draft },
  'file.importPrevious': draft,
  'file.upload': { ...draft, ...text },
  'record.awaitDoi': record,
  'record.bulkEdit': { ids: byAgent('ids'), updateFields: { publisher: byAgent('publisher') } },
  'record.depositFiles': { ...described, ...text },
  'record.exportMetadata': { ...record, format: 'bibtex' },
  'record.get': record,
  'record.getStatistics': record,
  'record.getVersions': record,
  'record.newVersion': { ...record, filePolicy: 'keep', updateFields: { version: byAgent('version') } },
  'record.search': { filters: { query: byAgent('query') }, limit: 3 },
  'request.accept': { ...request, as: 'curator' },
  'request.cancel': request,
  'request.comment': { ...request, text: byAgent('text'), as: 'curator' },
  'request.decline': { ...request, as: 'curator' },
  'request.get': request,
  'request.getAll': { limit: 5 },
};

/** What an agent learnt from the answers before. */
const known = {};
const id = (name) => () => ({ id: known[name] });
const file = { fileName: 'notes.txt', content: 'Measured at 300 K\n' };

/** One call of each tool in an order in which they make sense: its arguments, and what its answer is like. */
const calls = [
  ['draft.create', () => ({ title: 'Quartz, by an agent' }), { status: 'draft', title: 'Quartz, by an agent' }, 'first'],
  ['file.upload', () => ({ id: known.first, ...file }), { key: 'notes.txt', size: 18, verified: true, status: 'uploaded' }],
  ['file.getAll', id('first'), { key: 'notes.txt', size: 18 }],
  ['file.download', () => ({ id: known.first, fileName: '*.txt' }), { key: 'notes.txt', verified: true }],
  ['draft.update', () => ({ id: known.first, title: 'Quartz at 300 K' }), { title: 'Quartz at 300 K' }],
  ['draft.get', id('first'), { title: 'Quartz at 300 K', filesCount: 1 }],
  ['draft.getAll', () => ({}), { title: 'Quartz at 300 K' }],
  ['draft.reserveDoi', id('first'), { doi: expect.stringContaining('10.5281/zenodo.') }],
  ['draft.publish', id('first'), { status: 'published' }],
  ['record.get', id('first'), { status: 'published', title: 'Quartz at 300 K' }],
  ['record.search', () => ({ query: 'quartz' }), { title: 'Quartz at 300 K' }],
  ['record.awaitDoi', id('first'), { findable: true }],
  ['record.getStatistics', id('first'), { views: 0 }],
  ['record.exportMetadata', id('first'), { content: expect.stringContaining('Quartz at 300 K') }],
  ['draft.edit', id('first'), { title: 'Quartz at 300 K' }],
  ['draft.delete', id('first'), { deleted: true }],
  ['record.newVersion', () => ({ id: known.first, version: '2' }), { status: 'new_version_draft', filesCount: 1 }, 'second'],
  ['file.delete', () => ({ id: known.second, fileName: 'notes.txt' }), { deleted: true }],
  ['file.importPrevious', id('second'), { key: 'notes.txt' }],
  ['record.bulkEdit', () => ({ ids: known.second, publisher: 'Radium Press' }), { edited: 1 }],
  ['record.getVersions', id('first'), { title: 'Quartz at 300 K' }],
  ['record.depositFiles', () => ({ title: 'Deposited by an agent', ...file }), { status: 'draft', filesCount: 1 }, 'third'],
  ['community.get', () => ({ id: 'crystals' }), { slug: 'crystals' }],
  ['community.getAll', () => ({ query: 'crystals' }), { slug: 'crystals' }],
  ['community.addRecord', id('first'), { status: 'submitted' }, 'inclusion', 'requestId'],
  ['request.getAll', () => ({}), { status: 'submitted' }],
  ['request.get', id('inclusion'), { status: 'submitted' }],
  ['request.comment', () => ({ id: known.inclusion, text: 'We look at it' }), { content: expect.stringContaining('We look at it') }],
  ['request.accept', id('inclusion'), { status: 'accepted' }],
  ['community.getRecords', () => ({}), { title: 'Quartz at 300 K' }],
  ['community.removeRecord', id('first'), { removed: true }],
  ['draft.submit', id('third'), { status: 'submitted' }, 'submission'],
  ['request.decline', id('submission'), { status: 'declined' }],
];

let zenodo;
let n8n;
let rest;
let agent;
let actions;
let tools;
beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  await zenodo.seed({ as: 'other', communities: ['crystals'] });
  n8n = await createN8n({ packages: [await builtNode()] });
  rest = await n8n.start();
  const credentials = {};
  for (const [name, user] of [
    ['owner', 'owner'],
    ['curator', 'other'],
  ]) {
    const data = { environment: 'other', baseUrl: zenodo.url, accessToken: zenodo.tokens[user] };
    credentials[name] = { zenodoApi: await rest.saveCredential({ name, type: 'zenodoApi', data }) };
  }
  actions = actionsOf((await rest.nodeTypes()).find(({ name }) => name === zenodoType));
  const attached = Object.entries(setUp).map(([name, { as = 'owner', ...parameters }], place) => {
    const [resource, operation] = name.split('.');
    const options = name === 'record.awaitDoi' ? { options: { dataciteUrl: zenodo.url, minutes: 1 } } : {};
    return {
      id: `tool-${place}`,
      name,
      type: `${zenodoType}Tool`,
      typeVersion: 1,
      position: [place * 100, 200],
      parameters: { resource, operation, ...parameters, ...options },
      credentials: credentials[as],
    };
  });
  const door = {
    id: 'door',
    name: 'MCP Server Trigger',
    type: '@n8n/n8n-nodes-langchain.mcpTrigger',
    typeVersion: 2,
    position: [0, 0],
    parameters: { path: 'zenodo' },
    webhookId: 'zenodo',
  };
  const toTheDoor = { ai_tool: [[{ node: door.name, type: 'ai_tool', index: 0 }]] };
  const workflow = await rest.saveWorkflow({
    name: 'Tools',
    settings: {},
    nodes: [door, ...attached],
    connections: Object.fromEntries(attached.map(({ name }) => [name, toTheDoor])),
  });
  await rest.activate(workflow);
  agent = await connect(`${rest.origin}/mcp/zenodo`);
  tools = await agent.tools();
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});

/** The texts of all operations of the node, by resource and operation. */
const actionsOf = ({ properties }) =>
  Object.fromEntries(
    properties
      .filter(({ name }) => name === 'operation')
      .flatMap(({ options, displayOptions }) =>
        // Where there is no action, it is n8n's own entry for a request of any kind.
        options.filter(({ action }) => action).map(({ value, action }) => [`${displayOptions.show.resource[0]}.${value}`, action]),
      ),
  );
const toolOf = (name) => name.replace('.', '_');

describe('the node as tools of an agent, over MCP', () => {
  test('offers every operation, each described by what it does', () => {
    expect(Object.keys(setUp).sort()).toEqual(Object.keys(actions).sort());
    const expected = Object.entries(actions).map(([name, action]) => [toolOf(name), `${action} in Zenodo`]);
    expect(Object.fromEntries(tools.map(({ name, description }) => [name, description]))).toEqual(Object.fromEntries(expected));
  });

  test('warns of what cannot be undone', () => {
    const warned = Object.entries(actions).filter(([, action]) => action.endsWith(' which cannot be undone'));
    expect(warned.map(([name]) => name).sort()).toEqual(['draft.delete', 'draft.publish', 'file.delete', 'request.accept']);
  });

  test('asks for what was left to the agent, and for nothing else', () => {
    const { inputSchema } = tools.find(({ name }) => name === 'file_upload');
    expect(Object.keys(inputSchema.properties).sort()).toEqual(['content', 'fileName', 'id']);
    expect(inputSchema.required.toSorted()).toEqual(['content', 'fileName', 'id']);
  });

  test.each(calls)('%s works, and answers in few words', async (name, args, like, remembered, field = 'id') => {
    const { isError, text: said } = await agent.use(toolOf(name), args());
    expect(isError, said).toBe(false);
    const answer = [JSON.parse(said)].flat(2);
    expect(answer).toContainEqual(expect.objectContaining(like));
    expect(said.length).toBeLessThan(fewCharacters);
    expect(said).not.toContain(zenodo.tokens.owner);
    if (remembered) known[remembered] = answer[0][field];
  });

  test('has called each of them, but for the one that follows', () => {
    expect(new Set([...calls.map(([name]) => name), 'request.cancel'])).toEqual(new Set(Object.keys(setUp)));
  });

  test('request.cancel takes back what was asked for again', async () => {
    const again = await agent.use('community_addRecord', { id: known.first });
    const { requestId } = [JSON.parse(again.text)].flat(2)[0];
    const { text: said } = await agent.use('request_cancel', { id: requestId });
    expect([JSON.parse(said)].flat(2)).toMatchObject([{ status: 'cancelled' }]);
  });

  test('tells a failure in the words of the node, and no token', async () => {
    const { text: said } = await agent.use('record_get', { id: '404404' });
    expect(said).toContain('Zenodo has nothing under 404404');
    expect(said).not.toContain(zenodo.tokens.owner);
  });

  test('keeps an answer short, however many there are', async () => {
    await zenodo.seed({ records: 20 });
    const { text: said } = await agent.use('record_search', { query: 'record' });
    expect([JSON.parse(said)].flat(2)).toHaveLength(3);
    expect(said.length).toBeLessThan(fewCharacters);
  });
});
