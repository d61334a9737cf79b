import { describe, expect, test } from 'vitest';
import { createDraft, metadata } from './_util/client.ts';
import { started } from './_util/started.ts';

describe('creating a draft', () => {
  test('an empty body makes a draft that lacks only a publisher', async () => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/records', { json: {} });
    expect(status).toBe(201);
    expect(body).toMatchObject({ is_draft: true, is_published: false, status: 'draft', revision_id: 4, metadata: {}, pids: {} });
    expect(body.errors).toEqual([{ field: 'metadata.publisher', messages: ['Missing publisher field required for DOI registration.'] }]);
  });

  test('empty metadata names each missing field in order', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', { json: { metadata: {} } });
    expect(body.errors.map((error) => error.field)).toEqual([
      'metadata.resource_type',
      'metadata.creators',
      'metadata.title',
      'metadata.publication_date',
      'metadata.publisher',
    ]);
  });

  test('the concept takes the number before the draft', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', { json: { metadata: metadata() } });
    expect(Number(body.id)).toBe(Number(body.parent.id) + 1);
  });

  test('a person gets a display name and a type its titles', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', { json: { metadata: metadata() } });
    expect(body.metadata).toMatchObject({
      creators: [{ person_or_org: { name: 'Curie, Marie' } }],
      resource_type: { id: 'dataset', title: { en: 'Dataset', de: 'Datensatz' } },
    });
    expect(body.errors).toBeUndefined();
  });

  test('an invalid field is reported and not kept; the draft is made all the same', async () => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/records', { json: { metadata: metadata({ title: 'ab', frob: 1 }) } });
    expect(status).toBe(201);
    expect(body.metadata['title']).toBeUndefined();
    expect(body.errors).toEqual([
      { field: 'metadata.title', messages: ['Shorter than minimum length 3.'] },
      { field: 'metadata.frob', messages: ['Unknown field.'] },
    ]);
  });

  test.each([
    ['', 'Missing DOI for required field.'],
    ['not a doi', 'Invalid DOI'],
    [
      '10.5281/zenodo.1',
      "The prefix '10.5281' is managed by Zenodo. Please supply an external DOI or select 'No' to have a DOI generated for you.",
    ],
  ])('the external DOI %j is kept and complained about', async (identifier, message) => {
    const { ask } = await started();
    const pids = { doi: { identifier, provider: 'external' } };
    const { status, body } = await ask('POST', '/api/records', { json: { metadata: metadata(), pids } });
    expect([status, body.pids, body.errors]).toEqual([201, pids, [{ field: 'pids.doi', messages: [message] }]]);
  });

  test('an affiliation that a person has twice is reported and kept', async () => {
    const { ask } = await started();
    const creators = [
      {
        person_or_org: { type: 'personal', family_name: 'Curie' },
        affiliations: [{ name: 'ESPCI' }, { id: '01ggx4157' }, { name: 'ESPCI' }, { id: '01ggx4157' }],
      },
    ];
    const { body } = await ask('POST', '/api/records', { json: { metadata: metadata({ creators }) } });
    expect(body.errors).toEqual([{ field: 'metadata.creators.0.affiliations', messages: ['Duplicated affiliations: ESPCI, 01ggx4157'] }]);
    expect(body.metadata['creators']).toMatchObject([{ affiliations: [{}, {}, {}, {}] }]);
  });

  test.each([
    [{ 'code:programmingLanguage': [{ id: '' }] }, 'Invalid value .'],
    [{ 'code:developmentStatus': { id: 'frozen' } }, 'Invalid value frozen.'],
  ])('an unknown term in custom fields refuses the draft: %j', async (customFields, message) => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/records', { json: { metadata: metadata(), custom_fields: customFields } });
    expect([status, body.message]).toEqual([400, message]);
  });

  test.each([
    ['resource_type', { id: 'hologram' }, 'Invalid value hologram.'],
    ['languages', [{ id: 'xxx' }], 'Invalid value xxx.'],
    ['rights', [{ id: 'CC-BY-4.0' }], 'Invalid value CC-BY-4.0.'],
  ])('an unknown term of %s refuses the whole draft', async (field, value, message) => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/records', { json: { metadata: metadata({ [field]: value }) } });
    expect(status).toBe(400);
    expect(body).toEqual({ status: 400, message });
  });

  test('a restricted record is refused', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', { json: { access: { record: 'restricted', files: 'restricted' } } });
    expect(body.errors).toEqual([{ field: 'access', messages: ["You don't have permissions to manage record access."] }]);
  });

  test('a broken body is told apart from an invalid one', async () => {
    const { ask } = await started();
    const { status, body } = await ask('POST', '/api/records', { body: '{', type: 'application/json' });
    expect([status, body.message]).toEqual([400, 'Unable to decode JSON data in request body.']);
  });

  test('the default dialect is Zenodo JSON, with a number as id and no errors', async () => {
    const { ask } = await started();
    const { body, headers } = await ask('POST', '/api/records', { json: {}, accept: 'application/json' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toMatchObject({ title: '', state: 'unsubmitted', submitted: false, metadata: { access_right: 'open' } });
    expect(body.id).toBeTypeOf('number');
    expect(body.errors).toBeUndefined();
  });

  test('a key of our own among the identifiers is kept, its scheme recognised', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', {
      json: { metadata: metadata({ identifiers: [{ identifier: 'urn:zenodo-connect:xrd/S-2291' }] }) },
    });
    expect(body.errors).toBeUndefined();
    expect(body.metadata['identifiers']).toEqual([{ identifier: 'urn:zenodo-connect:xrd/S-2291', scheme: 'urn' }]);
  });
});

describe('who may touch a draft', () => {
  test.each(['other', 'nobody', 'fresh'] as const)('%s is denied', async (as) => {
    const { ask } = await started();
    const id = await createDraft(ask);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { status, body } = await ask(method, `/api/records/${id}/draft`, { as, ...(method === 'PUT' ? { json: {} } : {}) });
      expect([method, status, body]).toEqual([method, 403, { status: 403, message: 'Permission denied.' }]);
    }
  });

  test('nobody cannot create; an unverified user can', async () => {
    const { ask } = await started();
    expect((await ask('POST', '/api/records', { json: {}, as: 'nobody' })).status).toBe(403);
    expect((await ask('POST', '/api/records', { json: {}, as: 'fresh' })).status).toBe(201);
  });

  test('a wrong token is nobody, never a 401', async () => {
    const { zenodo, ask } = await started();
    const wrong = await ask('GET', '/api/user/records', { as: 'nobody', headers: { authorization: 'Bearer wrong' } });
    expect(wrong.status).toBe(403);
    const inQuery = await ask('GET', `/api/user/records?access_token=${zenodo.tokens.owner}`, { as: 'nobody' });
    expect(inQuery.status).toBe(200);
    expect(inQuery.text).not.toContain(zenodo.tokens.owner);
  });
});

describe('updating and deleting a draft', () => {
  test('an update replaces the metadata and moves the revision by two', async () => {
    const { ask } = await started();
    const id = await createDraft(ask, { version: '1' });
    const { status, body } = await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: metadata({ title: 'New title' }) } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision_id: 7, metadata: { title: 'New title' } });
    expect(body.metadata['version']).toBeUndefined();
    expect(body.errors).toEqual([{ field: 'files.enabled', messages: ['Missing uploaded files.'] }]);
  });

  test('a stale revision leaves the draft untouched', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const stale = await ask('PUT', `/api/records/${id}/draft`, { json: {}, headers: { 'if-match': '1' } });
    expect(stale.body).toEqual({ status: 412, message: "Revision id provided(1) doesn't match record's one(5)" });
    expect((await ask('GET', `/api/records/${id}/draft`)).body.metadata['title']).toBe('Powder diffraction of sample S-2291');
  });

  test('If-Match is a bare number: the quoted ETag is refused', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const { headers } = await ask('GET', `/api/records/${id}/draft`);
    expect(headers.get('etag')).toBe('"5"');
    const quoted = await ask('PUT', `/api/records/${id}/draft`, { json: {}, headers: { 'if-match': '"5"' } });
    expect(quoted.status).toBe(400);
    expect(quoted.body.errors[0]?.messages).toEqual(['Not a valid integer.']);
    expect((await ask('PUT', `/api/records/${id}/draft`, { json: {}, headers: { 'if-match': '5' } })).status).toBe(200);
  });

  test('a deleted draft is as if it had never been', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    expect((await ask('DELETE', `/api/records/${id}/draft`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      const { body } = await ask(method, `/api/records/${id}/draft`);
      expect(body).toEqual({ status: 404, message: 'The persistent identifier does not exist.' });
    }
  });

  test('a reserved DOI is predictable, and goes when it is discarded', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const doi = `/api/records/${id}/draft/pids/doi`;
    const reserved = await ask('POST', doi);
    expect([reserved.status, reserved.body.pids.doi.identifier]).toEqual([201, `10.5281/zenodo.${id}`]);
    expect((await ask('POST', doi)).body.errors).toEqual([{ field: 'pids.doi', messages: ['A PID already exists for type doi'] }]);
    expect((await ask('DELETE', doi)).body.pids).toEqual({});
    expect((await ask('DELETE', doi)).status).toBe(404);
  });
});

test('links carry the host that the client used', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const { body } = await ask('GET', `/api/records/${id}/draft`);
  expect(body.links['self']).toBe(`${zenodo.url}/api/records/${id}/draft`);
  const elsewhere = await started({ publicUrl: 'https://zenodo.example' });
  const draft = await elsewhere.ask('POST', '/api/records', { json: {} });
  expect(draft.body.links['files']).toBe(`https://zenodo.example/api/records/${draft.body.id}/draft/files`);
});
