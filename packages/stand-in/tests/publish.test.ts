import { describe, expect, test } from 'vitest';
import { asking, createDraft, metadata, publishedRecord, readyDraft, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

describe('publishing', () => {
  test('answers 202 with DOI, concept DOI and OAI id, and the draft is gone', async () => {
    const { ask } = await started();
    const id = await readyDraft(ask);
    const { status, body, headers } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([status, headers.get('etag')]).toEqual([202, '"4"']);
    expect(body).toMatchObject({
      is_published: true,
      status: 'published',
      revision_id: 4,
      pids: { doi: { identifier: `10.5281/zenodo.${id}`, provider: 'datacite' }, oai: { identifier: `oai:zenodo.org:${id}` } },
      parent: { pids: { doi: { identifier: `10.5281/zenodo.${body.parent.id}` } } },
      versions: { is_latest: true, index: 1 },
      files: { count: 1, total_bytes: 8 },
    });
    expect((await ask('GET', `/api/records/${id}/draft`)).status).toBe(404);
    expect((await ask('POST', `/api/records/${id}/draft/actions/publish`)).body).toEqual({ status: 404, message: 'Not found.' });
  });

  test('the record is read by everybody, in both dialects', async () => {
    const { ask, zenodo } = await started();
    const id = await publishedRecord(ask);
    const native = await ask('GET', `/api/records/${id}`, { as: 'nobody' });
    expect(native.body).toMatchObject({ id, files: { entries: { 'data.csv': { size: 8 } } } });
    expect(native.body.parent.access).not.toHaveProperty('grants');
    expect(native.headers.get('link')).toBe(`<${zenodo.url}/api/records/${id}> ; rel="linkset" ; type="application/linkset+json"`);
    const zenodoJson = await ask('GET', `/api/records/${id}`, { as: 'nobody', accept: 'application/json' });
    expect(zenodoJson.body).toMatchObject({
      id: Number(id),
      doi: `10.5281/zenodo.${id}`,
      state: 'done',
      metadata: { creators: [{ name: 'Curie, Marie', affiliation: null }], resource_type: { title: 'Dataset', type: 'dataset' } },
      files: [{ key: 'data.csv', size: 8 }],
    });
  });

  test('an unverified user may publish, and is found', async () => {
    const { zenodo } = await started();
    const ask = asking({ url: zenodo.url, tokens: { ...zenodo.tokens, owner: zenodo.tokens.fresh } });
    const id = await publishedRecord(ask);
    expect((await ask('GET', `/api/records/${id}`, { as: 'nobody' })).body.revision_id).toBe(3);
    expect((await ask('GET', '/api/records', { as: 'nobody' })).body.hits.total).toBe(1);
  });

  test('without files is refused', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([status, body.errors[0]?.field]).toEqual([400, 'files.enabled']);
  });

  test('with a pending file is refused', async () => {
    const { ask } = await started();
    const id = await readyDraft(ask);
    await ask('POST', `/api/records/${id}/draft/files`, { json: [{ key: 'late' }] });
    const { body } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect(body.errors).toEqual([{ field: 'files', messages: ['One or more files have not completed their transfer, please wait.'] }]);
  });

  test('with invalid metadata names the fields', async () => {
    const { ask } = await started();
    const { body: draft } = await ask('POST', '/api/records', { json: { metadata: { publisher: 'Zenodo' } } });
    await upload(ask, draft.id);
    const { status, body } = await ask('POST', `/api/records/${draft.id}/draft/actions/publish`);
    expect(status).toBe(400);
    expect(body.errors.map((error) => error.field)).toEqual([
      'metadata.resource_type',
      'metadata.creators',
      'metadata.title',
      'metadata.publication_date',
    ]);
  });

  test('without a publisher is refused, for the DOI needs one', async () => {
    const { ask } = await started();
    const id = await readyDraft(ask, { publisher: undefined });
    const { body } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect(body.errors[0]?.messages).toEqual(['Missing publisher field required for DOI registration.']);
  });

  test('an external DOI is kept, and no second record may have it', async () => {
    const { ask } = await started();
    const pids = { doi: { identifier: '10.1234/ours.1', provider: 'external' } };
    const ids: string[] = [];
    for (let at = 0; at < 2; at++) {
      const { body } = await ask('POST', '/api/records', { json: { metadata: metadata(), pids } });
      await upload(ask, body.id);
      ids.push(body.id);
    }
    const first = await ask('POST', `/api/records/${ids[0]}/draft/actions/publish`);
    expect(first.body).toMatchObject({ pids, parent: { pids: {} } });
    const second = await ask('POST', `/api/records/${ids[1]}/draft/actions/publish`);
    expect(second.body.errors).toEqual([{ field: 'pids.doi', messages: ['doi:10.1234/ours.1 already exists.'] }]);
  });
});

describe('reading what is not published', () => {
  test('an unknown id, a draft and a concept are told apart', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    expect((await ask('GET', '/api/records/99999999')).body.message).toBe('The persistent identifier does not exist.');
    expect((await ask('GET', `/api/records/${id}`)).body.message).toBe('The persistent identifier is not registered.');
    expect((await ask('GET', `/api/records/${id}/files/x/content`, { accept: '*/*' })).body.message).toBe('Not found.');
  });
});

describe('editing a published record', () => {
  test('opens one draft, however often it is asked for', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const first = await ask('POST', `/api/records/${id}/draft`);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      id,
      is_published: true,
      is_draft: true,
      status: 'published',
      pids: { doi: { provider: 'datacite' } },
    });
    const second = await ask('POST', `/api/records/${id}/draft`);
    expect([second.status, second.body.revision_id]).toEqual([201, first.body.revision_id]);
  });

  test('changes the record only when it is published again', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    await ask('POST', `/api/records/${id}/draft`);
    await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: metadata({ title: 'New title' }) } });
    const before = await ask('GET', `/api/records/${id}`);
    expect(before.body).toMatchObject({ metadata: { title: 'Powder diffraction of sample S-2291' }, revision_id: 4 });
    const again = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect(again.body).toMatchObject({
      metadata: { title: 'New title' },
      revision_id: 6,
      pids: { doi: { identifier: `10.5281/zenodo.${id}` } },
    });
    expect(again.body.updated > before.body.updated).toBe(true);
    expect(again.body.created).toBe(before.body.created);
  });

  test('cannot change the DOI that Zenodo gave', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    await ask('POST', `/api/records/${id}/draft`);
    const pids = { doi: { identifier: '10.1234/other', provider: 'external' } };
    expect((await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: metadata(), pids } })).body.pids.doi.identifier).toBe(
      '10.1234/other',
    );
    const { status, body } = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([status, body.errors[0]?.field]).toEqual([400, 'pids.doi']);
  });

  test('discarding leaves the record as it was, with its files', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    await ask('POST', `/api/records/${id}/draft`);
    await ask('DELETE', `/api/records/${id}/draft`);
    expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
  });

  test('its files are locked: content and deletion are denied', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    await ask('POST', `/api/records/${id}/draft`);
    const files = `/api/records/${id}/draft/files`;
    await ask('POST', files, { json: [{ key: 'late' }] });
    expect((await ask('PUT', `${files}/late/content`, { body: 'x' })).status).toBe(403);
    expect((await ask('DELETE', `${files}/data.csv`)).status).toBe(403);
    expect((await ask('DELETE', files)).status).toBe(403);
  });

  test('another user is denied', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    expect((await ask('POST', `/api/records/${id}/draft`, { as: 'other' })).status).toBe(403);
  });
});
