import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { publishedRecord } from './_util/client.ts';
import { communityBody, createCommunity, include, submitted } from './_util/communities.ts';
import { started } from './_util/started.ts';

const JSON_TYPE = 'application/json';

describe('a community', () => {
  test('is made with what was not said filled in, and read by its slug and by its id', async () => {
    const { ask } = await started();
    const made = await ask('POST', '/api/communities', {
      json: { slug: 'Lab-1', metadata: { title: 'Lab' }, access: { visibility: 'public' } },
      accept: JSON_TYPE,
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      slug: 'lab-1',
      revision_id: 2,
      metadata: { title: 'Lab' },
      access: {
        visibility: 'public',
        members_visibility: 'public',
        member_policy: 'closed',
        record_submission_policy: 'open',
        review_policy: 'closed',
      },
      children: { allow: false },
      deletion_status: { is_deleted: false, status: 'P' },
    });
    for (const name of ['lab-1', made.body.id]) {
      const { status, body } = await ask('GET', `/api/communities/${name}`, { as: 'nobody', accept: JSON_TYPE });
      expect([status, body.id]).toEqual([200, made.body.id]);
    }
  });

  test('is not changed over a newer revision', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const put = (revision: string) =>
      ask('PUT', `/api/communities/${id}`, { json: communityBody('lab'), accept: JSON_TYPE, headers: { 'if-match': revision } });
    expect((await put('7')).status).toBe(412);
    expect((await put('"2"')).status).toBe(400);
    expect((await put('2')).status).toBe(200);
  });

  test('shows the titles of its type, and to the native dialect what a page needs', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const { body } = await ask('GET', `/api/communities/${id}`, { as: 'other' });
    expect(body).toMatchObject({
      metadata: { type: { id: 'project', title: { en: 'Project' } } },
      ui: { type: { title_l10n: 'Project' }, permissions: { can_update: false, can_submit_record: true, can_include_directly: false } },
    });
  });

  test.each([
    ['a taken slug', communityBody('lab'), 'slug', 'A community with this identifier already exists.'],
    ['a slug with a space', communityBody('my lab'), 'slug', 'The identifier should contain only letters, numbers, or dashes.'],
    [
      'an id for a slug',
      communityBody('8b166a49-0700-467b-a5bd-e824e45beb88'),
      'slug',
      'The ID must not be an Universally Unique IDentifier (UUID).',
    ],
    [
      'a long title',
      communityBody('x', {}, { title: 'x'.repeat(251) }),
      'metadata.title',
      'Field cannot be blank or longer than 250 characters.',
    ],
    ['a website with spaces around', communityBody('x', {}, { website: ' https://example.org ' }), 'metadata.website', 'Not a valid URL.'],
    ['an unknown policy', communityBody('x', { review_policy: 'never' }), 'access.review_policy', 'Must be one of: open, closed, members.'],
    [
      'a nameless organisation',
      communityBody('x', {}, { organizations: [{}] }),
      'metadata.organizations.0.affiliations',
      'An existing id or a free text name must be present.',
    ],
  ])('with %s is refused', async (_, json, field, message) => {
    const { ask } = await started();
    await createCommunity(ask);
    const { status, body } = await ask('POST', '/api/communities', { json, accept: JSON_TYPE });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('shows what funds it and who stands behind it by name', async () => {
    const { ask } = await started();
    const funding = [{ funder: { id: '00k4n6c32' }, award: { id: '00k4n6c32::101000001' } }];
    const json = communityBody('funded', {}, { funding, organizations: [{ id: '01ggx4157' }] });
    const { body } = await ask('POST', '/api/communities', { json, accept: JSON_TYPE });
    expect(body.metadata).toMatchObject({
      funding: [{ funder: { id: '00k4n6c32', name: 'European Commission' }, award: { number: '101000001' } }],
      organizations: [{ id: '01ggx4157', name: 'European Organization for Nuclear Research' }],
    });
    const odd = communityBody('odd', {}, { funding: [{ funder: { id: 'nobody' } }] });
    expect((await ask('POST', '/api/communities', { json: odd, accept: JSON_TYPE })).body.message).toBe('Not a valid value.');
  });

  test('of an unknown type is refused without a field', async () => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/communities', {
      json: communityBody('x', {}, { type: { id: 'club' } }),
      accept: JSON_TYPE,
    });
    expect([status, body.message]).toEqual([400, 'Not a valid value.']);
  });

  test('is not made by nobody, nor by anybody with restricted visibility', async () => {
    const { ask } = await started();
    expect((await ask('POST', '/api/communities', { as: 'nobody', json: communityBody('x') })).status).toBe(403);
    expect((await ask('POST', '/api/communities', { json: communityBody('x', { visibility: 'restricted' }) })).status).toBe(403);
  });

  test('of an unverified user that links to a banned host blocks the account', async () => {
    const { ask } = await started();
    const json = communityBody('buy', {}, { description: 'See https://spam.example/buy' });
    expect((await ask('POST', '/api/communities', { json })).status).toBe(201);
    const { status, body } = await ask('POST', '/api/communities', {
      as: 'fresh',
      json: communityBody('buy-2', {}, { website: 'https://spam.example' }),
    });
    expect([status, body.message]).toEqual([400, expect.stringContaining('your community has been classified as spam')]);
    expect((await ask('POST', '/api/communities', { as: 'fresh', json: communityBody('harmless') })).status).toBe(403);
  });

  test('is changed by its owner alone, and keeps its slug', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const changed = await ask('PUT', `/api/communities/${id}`, { json: { slug: 'lab', metadata: { title: 'Renamed' }, access: {} } });
    expect([changed.status, changed.body.revision_id, changed.body.metadata]).toEqual([200, 3, { title: 'Renamed' }]);
    expect((await ask('PUT', `/api/communities/${id}`, { as: 'other', json: communityBody('lab') })).status).toBe(403);
    const moved = await ask('PUT', `/api/communities/${id}`, { json: communityBody('elsewhere') });
    expect(moved.body.errors).toEqual([{ field: 'slug', messages: ['The ID should be modified through the renaming URL instead.'] }]);
    expect((await ask('POST', `/api/communities/${id}/rename`, { json: { slug: 'elsewhere' } })).status).toBe(403);
  });

  test('is deleted once nothing waits for it, and stays gone with its slug taken', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const { request } = await submitted(ask, id);
    const early = await ask('DELETE', `/api/communities/${id}`);
    expect([early.status, early.body.message]).toEqual([
      400,
      'There is 1 request open for this community. Please, resolve it before deleting this community.',
    ]);
    await ask('POST', `/api/requests/${request}/actions/cancel`, { json: {} });
    expect((await ask('DELETE', `/api/communities/${id}`, { as: 'other' })).status).toBe(403);
    expect((await ask('DELETE', `/api/communities/${id}`)).status).toBe(204);
    const after = await ask('GET', '/api/communities/lab');
    expect([after.status, after.body.message]).toEqual([410, 'The record has been deleted.']);
    expect((await ask('POST', '/api/communities', { json: communityBody('lab') })).status).toBe(400);
    expect((await ask('GET', '/api/communities')).body.hits.total).toBe(0);
  });
});

describe('what else is said of a community', () => {
  const subjects = [{ id: 'gemet:concept/1462' }, { subject: 'crystals' }];

  test('are its subjects, by id or in words', async () => {
    const { ask } = await started();
    const json = { ...communityBody('lab'), custom_fields: { subjects } };
    const { status, body } = await ask('POST', '/api/communities', { json, accept: JSON_TYPE });
    expect([status, body]).toMatchObject([
      201,
      { custom_fields: { subjects: [{ id: 'gemet:concept/1462', subject: 'climate' }, { subject: 'crystals' }] } },
    ]);
    const cleared = await ask('PUT', `/api/communities/${body.id}`, { json: communityBody('lab'), accept: JSON_TYPE });
    expect(cleared.body).toMatchObject({ custom_fields: {} });
  });

  test.each([
    [{ subjects: [{}] }, 'custom_fields.subjects.0.subjects', 'An existing id or a free text subject must be present.'],
    [{ frob: 1 }, 'custom_fields.frob', 'Unknown field.'],
  ])('is not %j', async (custom_fields, field, message) => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/communities', { json: { ...communityBody('lab'), custom_fields } });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
    const unknown = { ...communityBody('lab'), custom_fields: { subjects: [{ id: 'frob' }] } };
    expect((await ask('POST', '/api/communities', { json: unknown })).body.message).toBe('Not a valid value.');
  });

  test('are its looks, which an administrator gives and takes', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const look = (as: 'owner' | 'admin', theme: object | null) =>
      ask('PUT', `/api/communities/${id}`, { as, json: { ...communityBody('lab'), theme }, accept: JSON_TYPE });
    const theme = { brand: 'lab', enabled: true, style: { primaryColor: '#004494' } };
    expect([(await look('owner', theme)).status, (await look('owner', null)).status]).toEqual([403, 200]);
    expect((await look('admin', theme)).body).toMatchObject({ theme });
    expect((await ask('PUT', `/api/communities/${id}`, { json: communityBody('lab') })).body).toMatchObject({ theme });
    expect((await look('owner', null)).status).toBe(403);
    expect((await look('admin', null)).body).not.toHaveProperty('theme');
    expect((await look('admin', { frob: 1 })).body.errors).toEqual([{ field: 'theme.frob', messages: ['Unknown field.'] }]);
  });
});

describe('the list of communities', () => {
  test('is searched by the beginning of words of the title, and by whole slugs', async () => {
    const { ask } = await started();
    await createCommunity(ask, 'crystal-lab');
    await createCommunity(ask, 'ocean');
    const found = async (q: string) => (await ask('GET', `/api/communities?q=${q}`, { accept: JSON_TYPE })).body.hits.total;
    expect([await found('cryst'), await found('slug:ocean'), await found('slug:oce'), await found('absent')]).toEqual([1, 1, 0, 0]);
  });

  test('is paged and sorted, with links and counts as asked for', async () => {
    const { ask } = await started();
    for (const slug of ['a', 'b', 'c']) await createCommunity(ask, slug);
    const { body } = await ask('GET', '/api/communities?size=2&page=2&sort=oldest', { accept: JSON_TYPE });
    expect(body).toMatchObject({ sortBy: 'oldest', page: 2, hits: { total: 3, hits: [{ slug: 'c' }] } });
    expect(body.links['prev']).toMatch(/\/api\/communities\?page=1&size=2&sort=oldest$/);
    expect(body).toMatchObject({ aggregations: { type: { buckets: [{ key: 'project', doc_count: 3, label: 'Project' }] } } });
    const filtered = await ask('GET', '/api/communities?type=topic', { accept: JSON_TYPE });
    expect(filtered.body).toMatchObject({
      hits: { total: 0 },
      aggregations: { type: { buckets: [{ key: 'project', is_selected: false }] } },
    });
    const odd = await ask('GET', '/api/communities?sort=frob');
    expect(odd.body.errors).toEqual([{ field: '_schema', messages: ["Invalid sort option 'frob'."] }]);
  });

  test('of one user has those that the user is a member of', async () => {
    const { ask } = await started();
    await createCommunity(ask);
    expect((await ask('GET', '/api/user/communities')).body.hits.total).toBe(1);
    expect((await ask('GET', '/api/user/communities', { as: 'other' })).body.hits.total).toBe(0);
    expect((await ask('GET', '/api/user/communities', { as: 'nobody' })).status).toBe(403);
  });

  test('of featured ones has what an administrator chose', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    await createCommunity(ask, 'other-lab');
    const json = { start_date: '2026-01-01T00:00:00' };
    expect((await ask('POST', `/api/communities/${id}/featured`, { json })).status).toBe(403);
    expect((await ask('POST', `/api/communities/${id}/featured`, { as: 'admin', json })).status).toBe(201);
    const { body } = await ask('GET', '/api/communities/featured', { as: 'nobody' });
    expect(body.hits.hits.map((hit) => hit.id)).toEqual([id]);
  });

  test('shows a new community when the index has caught up', async () => {
    const { ask, zenodo } = await started({ indexLagMs: 60_000 });
    await createCommunity(ask);
    expect((await ask('GET', '/api/communities')).body.hits.total).toBe(0);
    zenodo.faults.indexLagMs = 0;
    expect((await ask('GET', '/api/communities')).body.hits.total).toBe(1);
  });
});

test('communities, requests and who is in what are kept over a restart', async () => {
  const folder = mkdtempSync(`${tmpdir()}/stand-in-communities-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await started({ folder });
  const id = await createCommunity(first.ask);
  const record = await publishedRecord(first.ask);
  const { body } = await include(first.ask, record, id);
  await first.zenodo.close();
  const { ask } = await started({ folder });
  expect((await ask('GET', `/api/requests/${body.processed[0]!.request_id}`)).body.status).toBe('submitted');
  expect((await ask('GET', `/api/communities/${id}/members`)).body.hits.total).toBe(1);
});
