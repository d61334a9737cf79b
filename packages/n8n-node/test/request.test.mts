import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, run, writes } from './_node.mts';

const zenodo = useStandIn();
let draft: IDataObject;
let requestId: ReturnType<typeof located>;

/** A draft of the owner waits for the curator of a community, who is somebody else. */
beforeEach(async () => {
  await zenodo.seed({ as: 'other', communities: ['crystals'] });
  const items = [{ json: {}, binary: file('a.csv', 'a') ?? {} }];
  const parameters = { ...fields(), whenDone: 'submit', communityId: located('crystals') };
  draft = await outcome(zenodo, 'record', 'depositFiles', parameters, { items });
  const [request] = await run(zenodo, 'request', 'getAll');
  requestId = located(request?.json['id']);
});

const curator = () => ({ token: zenodo.tokens.other });
const decide = (operation: string, options = {}) => outcome(zenodo, 'request', operation, { requestId, options }, curator());

test('get many tells what is open, of the caller and of a community', async () => {
  const mine = await run(zenodo, 'request', 'getAll', { filters: { status: 'open', type: 'community-submission' } });
  const theirs = await run(zenodo, 'request', 'getAll', { filters: { community: located('crystals') } }, curator());
  const closed = await run(zenodo, 'request', 'getAll', { filters: { status: 'declined' }, returnAll: true });
  expect([mine, theirs, closed].map((list) => list.map(({ json }) => json['recordId']))).toEqual([[draft['id']], [draft['id']], []]);
});

test('get reads one', async () => {
  expect(await outcome(zenodo, 'request', 'get', { requestId })).toMatchObject({
    type: 'community-submission',
    status: 'submitted',
    isOpen: true,
  });
});

describe('accept', () => {
  test('publishes the draft, and once is enough', async () => {
    expect(await decide('accept', { comment: 'Well done' })).toMatchObject({ status: 'accepted' });
    expect(await decide('accept')).toMatchObject({ status: 'accepted' });
    expect((await asked(zenodo, `/records/${draft['id']}`)).status).toBe(200);
    expect(writes(zenodo).filter((call) => call.endsWith('/actions/accept'))).toHaveLength(1);
  });

  test('is done once when the answer is lost', async () => {
    zenodo.faults.workThen({ method: 'POST', path: '*/actions/accept' }, { status: 504 });
    expect(await decide('accept')).toMatchObject({ status: 'accepted' });
  });
});

test('decline leaves the draft', async () => {
  expect(await decide('decline', { comment: 'Not a crystal' })).toMatchObject({ status: 'declined' });
  expect((await asked(zenodo, `/records/${draft['id']}/draft`)).status).toBe(200);
});

test('cancel takes it back, as the one who asked', async () => {
  expect(await outcome(zenodo, 'request', 'cancel', { requestId })).toMatchObject({ status: 'cancelled' });
});

describe('comment', () => {
  const say = (text: string, options = {}) => outcome(zenodo, 'request', 'comment', { requestId, text, options });
  const comments = () => writes(zenodo).filter((call) => call.endsWith('/comments'));

  test('says the same words once', async () => {
    const first = await say('Thank you & welcome');
    const second = await say('Thank you & welcome');
    expect(second['commentId']).toBe(first['commentId']);
    expect(comments()).toHaveLength(1);
  });

  test('says them again when that is wanted', async () => {
    await say('Thank you');
    await say('Thank you', { onlyOnce: false });
    expect(comments()).toHaveLength(2);
  });
});
