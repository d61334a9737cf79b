import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { cache } from '../lib/workspace.mjs';
import { credential, draft, publish, triggerType, zenodoType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { chromiumHere, openEditor } from './editor.mjs';
import { createN8n } from './harness.mjs';

/** Pictures for people to look at: each form, light and dark. */
const pictures = path.join(cache, 'n8n-editor');
const isHere = chromiumHere() !== undefined;
if (!isHere) process.stdout.write('The editor is not looked at: there is no Chromium on this machine.\n');

let zenodo;
let n8n;
let rest;
let workflow;
let run;
let descriptions;

/** One node for each resource, with a long form. */
const forms = (record, id) => ({
  'Deposit Files': {
    resource: 'record',
    operation: 'depositFiles',
    title: 'Powder diffraction of sample S-2291',
    resourceType: 'dataset',
    creators: { creator: [{ type: 'personal', familyName: 'Curie', givenNames: 'Marie', orcid: '0000-0002-1825-0097' }] },
    additionalFields: {
      license: { __rl: true, mode: 'id', value: 'cc-by-4.0' },
      keywords: 'diffraction, powder',
      description: 'As measured.',
    },
    whenDone: 'publish',
    options: { dryRun: true },
  },
  'Update Draft': {
    resource: 'draft',
    operation: 'update',
    draftId: { __rl: true, mode: 'id', value: id },
    updateFields: { title: 'Better' },
  },
  'Download Files': { resource: 'file', operation: 'download', recordId: { __rl: true, mode: 'id', value: record } },
  'Records of Community': { resource: 'community', operation: 'getRecords' },
  'Accept Request': { resource: 'request', operation: 'accept', options: { comment: 'Welcome' } },
  'Get Record': { resource: 'record', operation: 'get', recordId: { __rl: true, mode: 'id', value: record } },
});

const names = ['Deposit Files', 'Update Draft', 'Download Files', 'Records of Community', 'Accept Request', 'Get Record'];

beforeAll(async () => {
  if (!isHere) return;
  await mkdir(pictures, { recursive: true });
  zenodo = await startStandIn({ port: 0 });
  n8n = await createN8n({ packages: [await builtNode()] });
  rest = await n8n.start();
  const zenodoApi = await rest.saveCredential(credential(zenodo, 'Zenodo', zenodo.tokens.owner));
  const { id: record } = await publish(zenodo, 'Powder diffraction of sample S-2291');
  const parameters = forms(record, await draft(zenodo, 'A draft'));
  const nodes = names.map((name, place) => ({
    id: `node-${place}`,
    name,
    type: zenodoType,
    typeVersion: 1,
    position: [260 + (place % 3) * 260, Math.floor(place / 3) * 200],
    parameters: parameters[name],
    credentials: { zenodoApi },
  }));
  const trigger = {
    id: 'trigger',
    name: 'Zenodo Trigger',
    type: triggerType,
    typeVersion: 1,
    position: [0, 200],
    parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, event: 'recordChanged', watched: 'own', options: { includeFiles: true } },
    credentials: { zenodoApi },
  };
  const newest = { ...trigger, parameters: { ...trigger.parameters, event: 'newOwnRecord' } };
  const connections = { 'Zenodo Trigger': { main: [[{ node: 'Get Record', type: 'main', index: 0 }]] } };
  workflow = await rest.saveWorkflow({ name: 'Zenodo', settings: {}, nodes: [trigger, ...nodes], connections });
  const tried = await rest.saveWorkflow({ name: 'Zenodo, tried', settings: {}, nodes: [newest, nodes.at(-1)], connections });
  run = { workflow: tried, ...(await rest.runByHand(tried, 'Zenodo Trigger')) };
  const types = (await rest.nodeTypes()).filter(({ name }) => name === zenodoType || name === triggerType);
  descriptions = types.flatMap(({ properties }) => [...labelsIn(properties)]);
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});

function* labelsIn(properties) {
  for (const { displayName, options = [], values = [] } of properties) {
    yield displayName;
    yield* labelsIn(options.filter((option) => option.displayName));
    yield* labelsIn(options.flatMap((option) => option.values ?? []));
    yield* labelsIn(values);
  }
}

/** Text that is meant for programs: a key of a translation, a name of a field, nothing at all. */
const rawKeys = (text) =>
  text.match(/\b(?:undefined|null|NaN|\[object \w+\])\b|\b(?:nodeView|ndv|parameterInput|node)\.[a-z]\w*(?:\.\w+)+/g) ?? [];
const isName = (label) => /^[a-z]+(?:[A-Z][a-z]*)+$/.test(label);

describe.skipIf(!isHere).each(['light', 'dark'])('the editor in Chromium, %s', (theme) => {
  let editor;
  beforeAll(async () => {
    editor = await openEditor(rest.origin, theme);
  });
  afterAll(() => editor.close());
  const picture = (name) => editor.page.screenshot({ path: path.join(pictures, `${theme}-${name}.png`) });

  test('shows the form of each resource and of the trigger, with a label at each field', async () => {
    await editor.canvas(`/workflow/${workflow.id}`);
    await editor.page.waitForTimeout(1500);
    await picture('canvas');
    for (const name of [...names, 'Zenodo Trigger']) {
      const { labels, text } = await editor.form(name);
      await picture(name.toLowerCase().replaceAll(' ', '-'));
      expect(labels.length, name).toBeGreaterThan(2);
      expect(labels.filter(isName), name).toEqual([]);
      expect(rawKeys(text), name).toEqual([]);
      expect(labels.filter((label) => descriptions.includes(label)).length, `${name}: ${labels.join(', ')}`).toBeGreaterThan(1);
      await editor.leave();
    }
  });

  test('shows what an execution gave out', async () => {
    expect(run.status).toBe('success');
    await editor.canvas(`/workflow/${run.workflow.id}/executions/${run.id}`);
    await editor.page.waitForTimeout(1500);
    const frame = editor.page.frames().find((one) => one !== editor.page.mainFrame()) ?? editor.page.mainFrame();
    await frame.locator('[data-test-id="canvas-node"][data-node-name="Get Record"]').dblclick({ force: true });
    await frame.getByText('Powder diffraction of sample S-2291').first().waitFor();
    await editor.page.waitForTimeout(800);
    await picture('execution');
  });

  test('lists actions and triggers in the panel of nodes', async () => {
    await editor.canvas(`/workflow/${workflow.id}`);
    await editor.page.waitForTimeout(1000);
    await editor.page.locator('[data-test-id="node-creator-plus-button"]').first().click();
    const search = editor.page.locator('[data-test-id="node-creator"] input').last();
    await search.click();
    await search.pressSequentially('zenodo', { delay: 80 });
    await editor.page.waitForTimeout(1000);
    await picture('panel');
    await editor.page.getByText('Starts the workflow when something changes on Zenodo').click();
    await editor.page.getByText('Deposit files as new record').waitFor();
    await picture('panel-actions');
    await editor.page.getByText(/^Triggers \(\d+\)$/).click();
    await editor.page.getByText('On new record in community', { exact: false }).first().waitFor();
    await picture('panel-triggers');
    const text = (await editor.page.locator('[data-test-id="node-creator"]').allInnerTexts()).join('\n');
    expect(rawKeys(text)).toEqual([]);
  });

  test('asks no other host for anything', () => {
    // n8n itself looks up who made a community node that it has not verified.
    expect([...editor.foreign].filter((origin) => !origin.includes('registry'))).toEqual([]);
  });
});
