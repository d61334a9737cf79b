import { describe, expect, test } from 'vitest';
import { publishedRecord } from './_util/client.ts';
import { createCommunity, include, join, submitted } from './_util/communities.ts';
import { started } from './_util/started.ts';

const comment = (content: string) => ({ payload: { content, format: 'html' } });

async function withRequest() {
  const { ask, zenodo } = await started();
  const community = await createCommunity(ask);
  const record = await publishedRecord(ask);
  const { body } = await include(ask, record, community);
  return { ask, zenodo, community, record, request: `/api/requests/${body.processed[0]!.request_id}` };
}

describe('a request', () => {
  test('is seen by who asked and by who decides', async () => {
    const { ask, community, request } = await withRequest();
    expect((await ask('GET', request)).status).toBe(200);
    for (const as of ['other', 'nobody'] as const) expect((await ask('GET', request, { as })).status).toBe(403);
    await join(ask, community, 'other', 'curator');
    const { body } = await ask('GET', request, { as: 'other' });
    expect(Object.keys(body.links['actions']!)).toEqual(['accept', 'decline']);
  });

  test('refuses what is no action, and what its state does not allow', async () => {
    const { ask, request } = await withRequest();
    const act = (action: string, json: object = {}) => ask('POST', `${request}/actions/${action}`, { json });
    expect((await act('frob')).body.message).toBe("Error for action 'frob': No such action available");
    expect((await act('expire')).status).toBe(403);
    expect((await act('accept', comment(''))).body.errors).toEqual([
      { field: 'payload.content', messages: ['Shorter than minimum length 1.'] },
    ]);
    expect((await ask('GET', request)).body.status).toBe('submitted');
    expect((await act('accept', comment('Welcome'))).body).toMatchObject({ status: 'accepted', last_reply: { type: 'C' } });
    expect((await act('accept')).body.message).toBe("Error for action 'accept': Could not execute the action");
  });

  test('gets another title, and is not deleted once it is submitted', async () => {
    const { ask, request } = await withRequest();
    const { body } = await ask('PUT', request, { json: { title: 'Renamed' } });
    expect([body.title, body.revision_id]).toEqual(['Renamed', 4]);
    expect((await ask('PUT', request, { json: { frob: 1 } })).body.errors).toEqual([{ field: 'frob', messages: ['Unknown field.'] }]);
    expect((await ask('PUT', request, { as: 'other', json: { title: 'x' } })).status).toBe(403);
    expect((await ask('DELETE', request)).status).toBe(403);
  });

  test('is not there under an unknown id, and not made by hand', async () => {
    const { ask } = await started();
    expect((await ask('GET', '/api/requests/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await ask('GET', '/api/requests/frob')).body.message).toMatch(/^The requested URL was not found/);
    expect((await ask('POST', '/api/requests/', { json: {} })).status).toBe(405);
  });

  test('is locked by who decides: then nobody comments', async () => {
    const { ask, request } = await withRequest();
    expect((await ask('GET', `${request}/lock`, { as: 'other' })).status).toBe(403);
    expect((await ask('GET', `${request}/lock`)).status).toBe(204);
    const { status, body } = await ask('POST', `${request}/comments`, { json: comment('x') });
    expect([status, body.message]).toEqual([403, 'Commenting is now locked for this conversation.']);
    expect((await ask('GET', `${request}/lock`)).body.message).toBe('The request is already locked.');
    await ask('GET', `${request}/unlock`);
    const { body: timeline } = await ask('GET', `${request}/timeline`);
    expect(timeline.hits.hits).toMatchObject([
      { type: 'L', payload: { event: 'locked' } },
      { type: 'L', payload: { event: 'unlocked' } },
    ]);
  });
});

describe('a comment', () => {
  test('is cleaned, read, changed by who wrote it, and leaves a note when deleted', async () => {
    const { ask, request } = await withRequest();
    const made = await ask('POST', `${request}/comments`, { json: { payload: { content: '<p>First</p><script>x</script>' } } });
    expect([made.status, made.body.payload]).toEqual([201, { content: '<p>First</p>x', format: 'html' }]);
    const one = `${request}/comments/${made.body.id}`;
    expect((await ask('GET', one)).body).toMatchObject({ type: 'C', permissions: { can_update_comment: true } });
    const changed = await ask('PUT', one, { json: comment('Second') });
    expect([changed.body.payload['content'], changed.body.revision_id]).toEqual(['Second', 2]);
    const foreign = await ask('PUT', one, { as: 'other', json: comment('x') });
    expect([foreign.status, foreign.body.message]).toEqual([403, 'You do not have permission to update this comment.']);
    expect((await ask('DELETE', one, { as: 'other' })).status).toBe(403);
    expect((await ask('DELETE', one)).status).toBe(204);
    const { body } = await ask('GET', `${request}/timeline`);
    expect(body.hits.hits).toMatchObject([{ id: made.body.id, type: 'L', payload: { event: 'comment_deleted' } }]);
    expect((await ask('GET', request)).body.last_reply).toBeNull();
  });

  test.each([
    ['nothing', {}, 'payload', 'Missing data for required field.'],
    ['no content', { payload: {} }, 'payload.content', 'Missing data for required field.'],
    ['another format', { payload: { content: 'x', format: 'md' } }, 'payload.format', 'Must be one of: html.'],
  ])('of %s is refused', async (_, json, field, message) => {
    const { ask, request } = await withRequest();
    const { status, body } = await ask('POST', `${request}/comments`, { json });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('is replied to, once', async () => {
    const { ask, request } = await withRequest();
    const { body: parent } = await ask('POST', `${request}/comments`, { json: comment('Question') });
    const reply = await ask('POST', `${request}/comments/${parent.id}/reply`, { json: comment('Answer') });
    expect(reply.body).toMatchObject({ parent_id: parent.id });
    expect((await ask('POST', `${request}/comments/${reply.body.id}/reply`, { json: comment('x') })).status).toBe(400);
    const { body } = await ask('GET', `${request}/timeline`);
    expect(body.hits).toMatchObject({ total: 1, hits: [{ id: parent.id, children_count: 1, children: [{ id: reply.body.id }] }] });
    expect((await ask('GET', `${request}/comments/${parent.id}/replies?size=1`)).body.hits.total).toBe(1);
  });

  test('is found on its page of the timeline', async () => {
    const { ask, request } = await withRequest();
    const ids: string[] = [];
    for (const content of ['1', '2', '3']) ids.push((await ask('POST', `${request}/comments`, { json: comment(content) })).body.id);
    const focused = (id: string) => ask('GET', `${request}/timeline_focused?size=2&focus_event_id=${id}`);
    expect((await focused(ids[2]!)).body).toMatchObject({ page: 2, hits: { total: 3, hits: [{ id: ids[2] }] } });
    expect((await focused('absent')).body).toMatchObject({ page: 1, hits: { hits: [{ id: ids[0] }, { id: ids[1] }] } });
  });
});

describe('lists of requests', () => {
  test('without the last slash lead to where they are', async () => {
    const { ask } = await started();
    const { status, headers } = await ask('GET', '/api/requests?size=3');
    expect(status).toBe(308);
    expect(headers.get('location')).toMatch(/\/api\/requests\/\?size=3$/);
  });

  test('of a community are for its curators, filtered and counted', async () => {
    const { ask, community, request } = await withRequest();
    const { draft } = await submitted(ask, community);
    const list = `/api/communities/${community}/requests`;
    for (const as of ['other', 'nobody'] as const) expect((await ask('GET', list, { as })).status).toBe(403);
    const { body } = await ask('GET', `${list}?type=community-inclusion&is_open=true`, { accept: 'application/json' });
    expect(body.hits.total).toBe(1);
    expect(body.links['self']).toMatch(/requests\?is_open=True&page=1&size=25&sort=newest&type=community-inclusion$/);
    expect(body).toMatchObject({
      aggregations: {
        type: {
          buckets: [
            { key: 'community-inclusion', is_selected: true },
            { key: 'community-submission', label: 'Draft review' },
          ],
        },
      },
    });
    expect((await ask('GET', `${list}?is_open=false`)).body.hits.total).toBe(0);
    expect((await ask('GET', `${list}?topic=record:${draft}`)).body.hits.total).toBe(1);
    expect((await ask('GET', `${list}?q=absent`)).body.hits.total).toBe(0);
    expect((await ask('GET', `${list}?is_open=frob`)).body.errors).toEqual([{ field: 'is_open', messages: ['Not a valid boolean.'] }]);
    expect((await ask('GET', request)).status).toBe(200);
  });

  test('of a user are the own ones, and apart from them those of the communities that the user curates', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    await submitted(ask, community, 'other');
    const total = async (path: string, as: 'owner' | 'other') => (await ask('GET', path, { as })).body.hits.total;
    expect(await total('/api/user/requests', 'other')).toBe(1);
    expect(await total('/api/user/requests', 'owner')).toBe(0);
    expect(await total('/api/user/requests?shared_with_me=true', 'owner')).toBe(1);
    expect(await total('/api/requests/', 'owner')).toBe(1);
    expect((await ask('GET', '/api/requests/', { as: 'nobody' })).status).toBe(403);
  });
});
