import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import { beforeEach, describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, published, run, writes } from './_node.mts';

const zenodo = useStandIn();
const items = [{ json: {}, binary: file('a.csv', 'a') ?? {} }];
const known: { draft?: unknown; record?: unknown; request?: unknown; version?: unknown } = {};

beforeEach(async () => {
  await zenodo.seed({ as: 'owner', communities: ['crystals'] });
  known.record = (await published(zenodo))['id'];
  known.draft = (await outcome(zenodo, 'draft', 'create', fields('A draft')))['id'];
  await run(zenodo, 'file', 'upload', { draftId: located(known.draft) }, { items });
  const submission = { draftId: located(known.draft), communityId: located('crystals'), options: { requireReview: true } };
  known.request = (await outcome(zenodo, 'draft', 'submit', submission))['id'];
  known.version = ((await asked(zenodo, `/records/${known.record}/versions`, { method: 'POST' })).body as Record<string, unknown>)['id'];
});

type Parameters = () => Record<string, unknown>;
const draftId = () => ({ draftId: located(known.version) });
const recordId = () => ({ recordId: located(known.record) });
const requestId = () => ({ requestId: located(known.request) });
const communityId = { communityId: located('crystals') };

describe('a dry run changes nothing and shows the first request', () => {
  test.each<[resource: string, operation: string, call: string, parameters: Parameters]>([
    ['draft', 'update', 'PUT /records/*/draft', () => ({ ...draftId(), updateFields: { title: 'New' } })],
    ['draft', 'delete', 'DELETE /records/*/draft', draftId],
    ['draft', 'publish', 'POST /records/*/draft/actions/publish', draftId],
    ['draft', 'edit', 'POST /records/*/draft', recordId],
    ['draft', 'reserveDoi', 'POST /records/*/draft/pids/doi', draftId],
    ['draft', 'submit', 'PUT /records/*/draft/review', () => ({ ...draftId(), ...communityId })],
    ['file', 'delete', 'DELETE /records/*/draft/files/a.csv', () => ({ ...draftId(), fileName: 'a.csv' })],
    ['file', 'importPrevious', 'POST /records/*/draft/actions/files-import', draftId],
    ['community', 'addRecord', 'POST /records/*/communities', () => ({ ...recordId(), ...communityId })],
    ['request', 'accept', 'POST /requests/*/actions/accept', requestId],
    ['request', 'decline', 'POST /requests/*/actions/decline', requestId],
    ['request', 'cancel', 'POST /requests/*/actions/cancel', requestId],
    ['request', 'comment', 'POST /requests/*/comments', () => ({ ...requestId(), text: 'Thanks' })],
    ['record', 'newVersion', 'POST /records/*/versions', () => ({ ...recordId(), filePolicy: 'keep' })],
  ])('%s %s', async (resource, operation, call, parameters) => {
    const before = writes(zenodo).length;
    const shown = await outcome(zenodo, resource, operation, { ...parameters(), options: { dryRun: true } });
    const path = new URL(String(shown['url'])).pathname.replace('/api', '').replace(/\/(records|requests)\/[^/]+/, '/$1/*');
    expect([shown['dryRun'], `${shown['method']} ${path}`]).toEqual([true, call]);
    expect(writes(zenodo)).toHaveLength(before);
  });
});

describe('a dry run changes nothing and shows the plan', () => {
  test.each<[resource: string, operation: string, shown: object, parameters: Parameters]>([
    [
      'record',
      'depositFiles',
      { target: 'new_draft', whenDone: 'publish', bytesToSend: 1 },
      () => ({ ...fields('Other'), whenDone: 'publish' }),
    ],
    ['record', 'newVersion', { target: 'adopted_draft', whenDone: 'leave' }, recordId],
    ['draft', 'create', { target: 'new_draft', bytesToSend: 0, metadata: { title: 'Other' } }, () => fields('Other')],
    ['file', 'upload', { key: 'a.csv', size: 1, wouldBe: 'uploaded' }, draftId],
  ])('%s %s', async (resource, operation, expected, parameters) => {
    const before = writes(zenodo).length;
    const shown = await outcome(
      zenodo,
      resource,
      operation,
      { ...parameters(), options: { dryRun: true } },
      { items, executionId: 'execution-2' },
    );
    expect(shown).toMatchObject({ dryRun: true, ...expected });
    expect(Object.keys(shown).length).toBeLessThanOrEqual(12);
    expect(writes(zenodo)).toHaveLength(before);
  });
});

test('a dry run of what is so already says so', async () => {
  const { removed, dryRun } = await outcome(zenodo, 'community', 'removeRecord', {
    ...recordId(),
    ...communityId,
    options: { dryRun: true },
  });
  expect({ removed, dryRun }).toEqual({ removed: false, dryRun: true });
});

test('a dry run is one also when an expression gives the word', async () => {
  const before = writes(zenodo).length;
  const shown = await outcome(zenodo, 'draft', 'delete', { ...draftId(), options: { dryRun: 'true' } });
  expect([shown['dryRun'], writes(zenodo).length]).toEqual([true, before]);
});

test('a dry run says what is wrong with the fields', async () => {
  const failed = run(zenodo, 'draft', 'update', { ...draftId(), updateFields: { publicationDate: 'soon' }, options: { dryRun: true } });
  await expect(failed).rejects.toThrow(/^'Publication Date' is "soon"/);
});
