import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { credential, zenodoType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { flow, outputOf } from './flow.mjs';
import { createN8n } from './harness.mjs';

const content = '2theta,counts\n10.0,154\n';
const md5 = `md5:${createHash('md5').update(content).digest('hex')}`;

let zenodo;
let n8n;

/** A Zenodo node of a flow; by the owner unless a credential is named. */
const node = (name, resource, operation, parameters = {}, who = 'owner') => [
  name,
  zenodoType,
  { resource, operation, ...parameters },
  { credentials: { zenodoApi: { id: who, name: who } } },
];
const located = (value, mode = 'id') => ({ __rl: true, mode, value });
/** A value of an earlier node, as a person drags it into a field. */
const from = (name, field = 'id') => located(`={{ $('${name}').first().json.${field} }}`);
const crystals = located('crystals');

const aText = [
  'Text',
  'n8n-nodes-base.set',
  { mode: 'raw', jsonOutput: JSON.stringify({ text: content }), options: {} },
  { typeVersion: 3.4 },
];
const asAFile = [
  'As a File',
  'n8n-nodes-base.convertToFile',
  { operation: 'toText', sourceProperty: 'text', binaryPropertyName: 'data', options: { fileName: 'scan.csv' } },
  { typeVersion: 1.1 },
];
const metadata = (title) => ({
  title,
  resourceType: 'dataset',
  creators: { creator: [{ type: 'personal', familyName: 'Curie', orcid: '0000-0002-1825-0097' }] },
});
const deposit = (title, more) => node('Deposit', 'record', 'depositFiles', { ...metadata(title), ...more });

/** Runs a flow from the command line and answers what each of its nodes gave out. */
async function ran(id, ...nodes) {
  await n8n.import('workflow', [flow(id, ...nodes)]);
  const { code, run, output } = await n8n.execute(id);
  expect(code, output).toBe(0);
  return (name) => outputOf(run, name);
}

beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  await zenodo.seed({ as: 'other', communities: ['crystals'] });
  n8n = await createN8n({ packages: [await builtNode()] });
  await n8n.import('credentials', [credential(zenodo, 'owner', zenodo.tokens.owner), credential(zenodo, 'curator', zenodo.tokens.other)]);
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});

describe('a real n8n runs', () => {
  test('the operations of records and files', async () => {
    const gave = await ran(
      'records',
      aText,
      asAFile,
      deposit('Quartz at 300 K', { whenDone: 'publish', additionalFields: { license: located('cc-by-4.0', 'list') } }),
      node('Get', 'record', 'get', { recordId: located("={{ 'https://doi.org/' + $json.doi }}", 'doi') }),
      node('Statistics', 'record', 'getStatistics', { recordId: from('Deposit') }),
      node('Export', 'record', 'exportMetadata', { recordId: from('Deposit'), format: 'datacite-json' }),
      node('Await', 'record', 'awaitDoi', { recordId: from('Deposit'), options: { dataciteUrl: zenodo.url, minutes: 1 } }),
      node('Bulk', 'record', 'bulkEdit', {
        ids: "={{ $('Deposit').first().json.id }}, 999999999",
        updateFields: { publisher: 'Radium Press' },
        finish: 'publish',
      }),
      node('Next', 'record', 'newVersion', {
        recordId: from('Deposit'),
        filePolicy: 'keep',
        updateFields: { version: '2.0' },
        whenDone: 'publish',
      }),
      node('Search', 'record', 'search', { filters: { query: 'quartz', resourceType: 'dataset' }, limit: 1 }),
      node('Files', 'file', 'getAll', { recordId: located('={{ $json.id }}') }),
      node('Download', 'file', 'download', { recordId: from('Next'), files: '*.csv' }),
      node('Versions', 'record', 'getVersions', { recordId: from('Next'), returnAll: true }),
    );
    const [{ id, doi, conceptDoi }] = gave('Deposit');
    expect(gave('Get')).toMatchObject([{ id, doi, status: 'published', title: 'Quartz at 300 K' }]);
    expect(gave('Statistics')).toMatchObject([{ id, views: 0 }]);
    expect(JSON.parse(gave('Export')[0].content)).toMatchObject({ titles: [{ title: 'Quartz at 300 K' }] });
    expect(gave('Await')).toMatchObject([{ doi, findable: true }]);
    expect(gave('Bulk')).toMatchObject([{ published: 1, failedIds: ['999999999'], failedRows: [{ id: '999999999' }] }]);
    expect(gave('Next')).toMatchObject([{ conceptDoi, status: 'published', filesCount: 1 }]);
    expect(gave('Versions')).toHaveLength(2);
    expect(gave('Search')).toMatchObject([{ title: 'Quartz at 300 K' }]);
    expect(gave('Files')).toMatchObject([{ key: 'scan.csv', checksum: md5 }]);
    expect(gave('Download')).toMatchObject([{ key: 'scan.csv', checksum: md5, verified: true }]);
  });

  test('the operations of drafts and their files', async () => {
    const gave = await ran(
      'drafts',
      node('Create', 'draft', 'create', { ...metadata('Beetles'), additionalFields: { embargoUntil: '2099-01-31' } }),
      aText,
      asAFile,
      node('Upload', 'file', 'upload', { draftId: from('Create') }),
      node('Remove', 'file', 'delete', { draftId: from('Create'), fileName: 'scan.csv' }),
      aText.with(0, 'Text Again'),
      asAFile.with(0, 'File Again'),
      node('Upload Again', 'file', 'upload', { draftId: from('Create') }),
      node('Reserve', 'draft', 'reserveDoi', { draftId: from('Create') }),
      node('Update', 'draft', 'update', { draftId: from('Create'), updateFields: { title: 'Beetles of Samoa' } }),
      node('Get', 'draft', 'get', { draftId: from('Create') }),
      node('Many', 'draft', 'getAll', { filters: { query: 'metadata.title:samoa' } }),
      node('Dry', 'draft', 'publish', { draftId: from('Create'), options: { dryRun: true } }),
      node('Publish', 'draft', 'publish', { draftId: from('Create') }),
      node('Edit', 'draft', 'edit', { recordId: from('Create') }),
      node('Discard', 'draft', 'delete', { draftId: from('Create') }),
    );
    const [{ id }] = gave('Create');
    expect(gave('Upload')).toMatchObject([{ recordId: id, key: 'scan.csv', checksum: md5, verified: true, status: 'uploaded' }]);
    expect(gave('Remove')).toEqual([{ deleted: true, recordId: id, key: 'scan.csv' }]);
    expect(gave('Upload Again')).toMatchObject([{ status: 'uploaded' }]);
    expect(gave('Reserve')).toMatchObject([{ id, doi: expect.stringContaining('10.') }]);
    expect(gave('Get')).toMatchObject([{ id, title: 'Beetles of Samoa', filesCount: 1 }]);
    expect(gave('Many')).toMatchObject([{ id }]);
    expect(gave('Dry')).toMatchObject([{ dryRun: true, method: 'POST', url: `${zenodo.url}/api/records/${id}/draft/actions/publish` }]);
    expect(gave('Publish')).toMatchObject([{ id, status: 'published' }]);
    expect(gave('Edit')).toMatchObject([{ id }]);
    expect(gave('Discard')).toEqual([{ deleted: true, id }]);
  });

  test('a new version with other files, and the import of those before', async () => {
    const gave = await ran(
      'versions',
      aText,
      asAFile,
      deposit('Graphene', { whenDone: 'publish' }),
      node('Next', 'record', 'newVersion', { recordId: from('Deposit'), filePolicy: 'keep' }),
      node('Remove', 'file', 'delete', { draftId: from('Next'), fileName: 'scan.csv' }),
      node('Import', 'file', 'importPrevious', { draftId: from('Next') }),
      ['Other', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: '{ "text": "other" }', options: {} }, { typeVersion: 3.4 }],
      asAFile.with(0, 'Other File'),
      node('Replaced', 'record', 'newVersion', { recordId: from('Deposit'), filePolicy: 'replace', whenDone: 'publish' }),
    );
    expect(gave('Next')).toMatchObject([{ status: 'new_version_draft', filesCount: 1 }]);
    expect(gave('Import')).toMatchObject([{ key: 'scan.csv', checksum: md5 }]);
    expect(gave('Replaced')).toMatchObject([{ status: 'published', conceptId: gave('Deposit')[0].conceptId, filesCount: 1 }]);
  });

  test('the operations of communities and requests, by those who ask and those who decide', async () => {
    const submitted = (title) => deposit(title, { whenDone: 'submit', communityId: crystals });
    const gave = await ran(
      'community',
      node('Community', 'community', 'get', { communityId: located(`${zenodo.url}/communities/crystals`, 'url') }),
      node('Communities', 'community', 'getAll', { filters: { query: 'crystals' } }),
      aText,
      asAFile,
      submitted('To accept'),
      node('Requests', 'request', 'getAll', { filters: { status: 'open' } }),
      node('Request', 'request', 'get', { requestId: from('Requests') }),
      node('Comment', 'request', 'comment', { requestId: from('Requests'), text: 'We look at it' }, 'curator'),
      node('Accept', 'request', 'accept', { requestId: from('Requests'), options: { comment: 'Well done' } }, 'curator'),
      node('Records', 'community', 'getRecords', { communityId: crystals }),
      node('Take Out', 'community', 'removeRecord', { communityId: crystals, recordId: from('Deposit') }, 'curator'),
      node('Ask Again', 'community', 'addRecord', { communityId: crystals, recordId: from('Deposit') }),
      node('Cancel', 'request', 'cancel', { requestId: from('Ask Again', 'requestId') }),
    );
    const [{ id }] = gave('Deposit');
    expect(gave('Deposit')).toMatchObject([{ status: 'in_review' }]);
    expect(gave('Community')).toMatchObject([{ slug: 'crystals' }]);
    expect(gave('Communities')).toMatchObject([{ slug: 'crystals' }]);
    expect(gave('Request')).toMatchObject([{ recordId: id, status: 'submitted', type: 'community-submission' }]);
    expect(gave('Comment')).toMatchObject([{ content: expect.stringContaining('We look at it') }]);
    expect(gave('Accept')).toMatchObject([{ status: 'accepted' }]);
    expect(gave('Records')).toMatchObject([{ id, status: 'published' }]);
    expect(gave('Take Out')).toMatchObject([{ removed: true, recordId: id }]);
    expect(gave('Ask Again')).toMatchObject([{ status: 'submitted', recordId: id }]);
    expect(gave('Cancel')).toMatchObject([{ status: 'cancelled' }]);
  });

  test('on after an item that failed, and sends that to the error output with its draft', async () => {
    const [name, type, parameters, more] = node('Publish', 'draft', 'publish', { draftId: from('Create') });
    await n8n.import('workflow', [
      flow('failing', node('Create', 'draft', 'create', metadata('Without files')), [
        name,
        type,
        parameters,
        { ...more, onError: 'continueErrorOutput' },
      ]),
    ]);
    const { run } = await n8n.execute('failing');
    const [good, bad] = run.data.resultData.runData['Publish'][0].data.main;
    expect(good).toEqual([]);
    expect(bad).toMatchObject([{ json: { error: expect.stringContaining('file'), details: { draftId: outputOf(run, 'Create')[0].id } } }]);
  });

  test('a submission that is declined', async () => {
    const gave = await ran(
      'decline',
      node('Create', 'draft', 'create', metadata('To decline')),
      aText,
      asAFile,
      node('Upload', 'file', 'upload', { draftId: from('Create') }),
      node('Submit', 'draft', 'submit', { draftId: from('Create'), communityId: crystals, options: { comment: 'Please' } }),
      node('Decline', 'request', 'decline', { requestId: from('Submit') }, 'curator'),
    );
    expect(gave('Submit')).toMatchObject([{ status: 'submitted', recordId: gave('Create')[0].id }]);
    expect(gave('Decline')).toMatchObject([{ status: 'declined' }]);
  });
});
