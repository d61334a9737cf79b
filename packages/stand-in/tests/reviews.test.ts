import { describe, expect, test } from 'vitest';
import { createDraft, metadata, publishedRecord, readyDraft } from './_util/client.ts';
import { createCommunity, join, setReview, submitted } from './_util/communities.ts';
import { started } from './_util/started.ts';

describe('a review', () => {
  test('is set, submitted and accepted, which publishes the draft into the community', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const draft = await readyDraft(ask);
    const set = await setReview(ask, draft, community);
    expect(set.body).toMatchObject({ status: 'created', is_open: false, title: '', topic: { record: draft }, receiver: { community } });
    expect(Object.keys(set.body.links['actions']!)).toEqual(['submit']);
    expect((await ask('GET', `/api/records/${draft}/draft`)).body.status).toBe('draft_with_review');

    const json = { payload: { content: 'Please', format: 'html' } };
    const sent = await ask('POST', `/api/records/${draft}/draft/actions/submit-review`, { json });
    expect(sent.status).toBe(202);
    expect(sent.body).toMatchObject({ id: set.body.id, status: 'submitted', is_open: true, title: 'Powder diffraction of sample S-2291' });
    expect(sent.body.links['next_html']).toMatch(/\/me\/requests\//);
    expect((await ask('GET', `/api/records/${draft}/draft`)).body).toMatchObject({
      status: 'in_review',
      parent: { review: { id: set.body.id, status: 'submitted', receiver: { community } } },
    });

    const accepted = await ask('POST', `/api/requests/${set.body.id}/actions/accept`, { json: {} });
    expect(accepted.body).toMatchObject({ status: 'accepted', is_closed: true, links: { actions: {} } });
    const record = await ask('GET', `/api/records/${draft}`);
    expect(record.body.parent.communities).toMatchObject({ ids: [community], default: community });
    expect((await ask('GET', `/api/records?q=parent.communities.ids:"${community}"`)).body.hits.total).toBe(1);
  });

  test('keeps the draft from being published, deleted and reviewed elsewhere while it is open', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const { draft } = await submitted(ask, community);
    expect((await ask('POST', `/api/records/${draft}/draft/actions/publish`)).body.message).toBe(
      'You cannot publish a draft with an open review request. Please cancel the review request first.',
    );
    expect((await ask('DELETE', `/api/records/${draft}/draft`)).body.message).toBe(
      'You cannot delete a draft with an open review. Please cancel the review first.',
    );
    expect((await ask('DELETE', `/api/records/${draft}/draft/review`)).body.message).toBe('An open review cannot be deleted.');
    expect((await setReview(ask, draft, community)).status).toBe(400);
    const again = await ask('POST', `/api/records/${draft}/draft/actions/submit-review`);
    expect(again.body.message).toBe("Error for action 'submit': Could not execute the action");
  });

  test('that was not submitted is replaced by another, and can be taken back', async () => {
    const { ask } = await started();
    const draft = await readyDraft(ask);
    const first = await setReview(ask, draft, await createCommunity(ask));
    const second = await setReview(ask, draft, await createCommunity(ask, 'ocean'));
    expect(second.body.id).not.toBe(first.body.id);
    expect((await ask('GET', `/api/requests/${first.body.id}`)).status).toBe(404);
    expect((await ask('GET', `/api/records/${draft}/draft/review`)).body.id).toBe(second.body.id);
    expect((await ask('DELETE', `/api/records/${draft}/draft/review`)).status).toBe(204);
    const gone = await ask('GET', `/api/records/${draft}/draft/review`);
    expect([gone.status, gone.body.message]).toEqual([404, 'Review for draft not found']);
    expect((await ask('POST', `/api/records/${draft}/draft/actions/submit-review`)).status).toBe(404);
  });

  test('that is declined leaves a draft that says so, and that may be submitted again', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const { draft, request } = await submitted(ask, community);
    await ask('POST', `/api/requests/${request}/actions/decline`, { json: { payload: { content: 'Not ours', format: 'html' } } });
    expect((await ask('GET', `/api/records/${draft}/draft`)).body.status).toBe('declined');
    await setReview(ask, draft, community);
    expect((await ask('POST', `/api/records/${draft}/draft/actions/submit-review`)).status).toBe(202);
  });

  test('that is cancelled leaves a plain draft, which can be published', async () => {
    const { ask } = await started();
    const { draft, request } = await submitted(ask, await createCommunity(ask));
    expect((await ask('POST', `/api/requests/${request}/actions/cancel`, { json: {} })).body.status).toBe('cancelled');
    expect((await ask('GET', `/api/records/${draft}/draft`)).body.status).toBe('draft');
    expect((await ask('POST', `/api/records/${draft}/draft/actions/publish`)).status).toBe(202);
  });

  test('lets the curators of the community read and change the draft, and nobody else', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const { draft, request } = await submitted(ask, community, 'other');
    expect((await ask('GET', `/api/records/${draft}/draft`)).status).toBe(200);
    expect((await ask('GET', `/api/records/${draft}/draft`, { as: 'fresh' })).status).toBe(403);
    expect((await ask('POST', `/api/requests/${request}/actions/accept`, { as: 'other', json: {} })).status).toBe(403);
    expect((await ask('POST', `/api/requests/${request}/actions/cancel`, { json: {} })).status).toBe(403);
    await ask('POST', `/api/requests/${request}/actions/decline`, { json: {} });
    expect((await ask('GET', `/api/records/${draft}/draft`)).status).toBe(403);
  });

  test('is refused for a draft that could not be published', async () => {
    const { ask } = await started();
    const draft = await createDraft(ask);
    await setReview(ask, draft, await createCommunity(ask));
    const { status, body } = await ask('POST', `/api/records/${draft}/draft/actions/submit-review`);
    expect([status, body.errors[0]!.field]).toEqual([400, 'files.enabled']);
    expect((await ask('GET', `/api/records/${draft}/draft`)).body.status).toBe('draft_with_review');
  });

  test('is not for what is published, nor for a new version', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const record = await publishedRecord(ask);
    expect((await setReview(ask, record, community)).body.message).toBe('You cannot create a review for an already published record.');
    const { body } = await ask('POST', `/api/records/${record}/versions`);
    expect((await setReview(ask, body.id, community)).body.message).toBe(
      'You cannot create a review for a new version of a published record.',
    );
  });

  test('may be asked for as the draft is made', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const create = (type: string) =>
      ask('POST', '/api/records', { json: { metadata: metadata(), parent: { review: { type, receiver: { community } } } } });
    expect((await create('community-submission')).body).toMatchObject({
      status: 'draft_with_review',
      parent: { review: { status: 'created' } },
    });
    expect((await create('frob')).status).toBe(400);
    expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(1);
  });

  test('of another type is refused, and one by a community that is not there', async () => {
    const { ask } = await started();
    const draft = await readyDraft(ask);
    const odd = await ask('PUT', `/api/records/${draft}/draft/review`, { json: { receiver: { community: 'x' }, type: 'frob' } });
    expect(odd.body.errors).toEqual([{ field: 'type', messages: ['Invalid review type.'] }]);
    const unknown = await setReview(ask, draft, '00000000-0000-4000-8000-000000000000');
    expect([unknown.status, unknown.body.message]).toEqual([404, 'Not found.']);
  });

  test('is skipped for a curator where the policy is open, unless one is wished for', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask, 'open', { review_policy: 'open' });
    const draft = await readyDraft(ask);
    await setReview(ask, draft, community);
    const { body } = await ask('POST', `/api/records/${draft}/draft/actions/submit-review`, { json: { require_review: false } });
    expect(body.status).toBe('accepted');
    expect(body.links['next_html']).toMatch(new RegExp(`/records/${draft}$`));
    const wished = await readyDraft(ask);
    await setReview(ask, wished, community);
    const sent = await ask('POST', `/api/records/${wished}/draft/actions/submit-review`, { json: { require_review: true } });
    expect(sent.body.status).toBe('submitted');
  });

  test('is for members alone where submissions are closed', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask, 'closed', { record_submission_policy: 'closed' });
    const draft = await readyDraft((method, path, sent) => ask(method, path, { as: 'other', ...sent }));
    await setReview(ask, draft, community, 'other');
    const submit = () => ask('POST', `/api/records/${draft}/draft/actions/submit-review`, { as: 'other', json: {} });
    const refused = await submit();
    expect([refused.status, refused.body.message]).toEqual([403, 'Submission to this community is only allowed to community members.']);
    await join(ask, community, 'other', 'reader');
    expect((await submit()).status).toBe(202);
  });
});
