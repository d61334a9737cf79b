import { describe, expect, test } from 'vitest';
import { type Ask, publishedRecord, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

async function removed(ask: Ask): Promise<string> {
  const id = await publishedRecord(ask);
  await ask('POST', `/api/records/${id}/request-deletion`, { json: { reason: 'test-record' } });
  return id;
}

describe('an owner who deletes a record', () => {
  test('has it gone at once, with a tombstone everywhere', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/request-deletion`, {
      json: { reason: 'test-record', comment: 'a try' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      type: 'record-deletion',
      status: 'accepted',
      title: 'Deletion request for "Powder diffraction of sample S-2291"',
      receiver: null,
      payload: { reason: 'test-record', policy_id: 'grace-period-v1' },
    });
    const record = `/api/records/${id}`;
    for (const path of [
      record,
      `${record}/files`,
      `${record}/files/data.csv`,
      `${record}/files/data.csv/content`,
      `/api/deposit/depositions/${id}`,
    ]) {
      const gone = await ask('GET', path, { accept: 'application/json' });
      expect([path, gone.status, gone.body.message]).toEqual([path, 410, 'Record deleted']);
      expect(gone.body.tombstone).toMatchObject({
        note: '',
        removed_by: { user: '3' },
        is_visible: true,
        removal_reason: { id: 'test-record' },
        deletion_policy: { id: 'grace-period-v1' },
        citation_text: `Curie, M. (2026). Powder diffraction of sample S-2291 [Data set]. Zenodo. https://doi.org/10.5281/zenodo.${id}`,
      });
    }
  });

  test('finds it in no list any more, and cannot edit or delete it again', async () => {
    const { ask } = await started();
    const id = await removed(ask);
    for (const list of ['/api/records', '/api/user/records', '/api/user/records?allversions=1'])
      expect((await ask('GET', list)).body.hits.total).toBe(0);
    expect((await ask('POST', `/api/records/${id}/draft`)).status).toBe(403);
    const again = await ask('POST', `/api/records/${id}/request-deletion`, { json: { reason: 'test-record' } });
    expect([again.status, again.body.message]).toEqual([400, 'Record in unexpected deletion status.']);
  });

  test.each([{}, { reason: 'frob' }, { reason: 'spam' }])('needs a reason that owners may have: %j', async (json) => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/request-deletion`, { json });
    expect([status, body.errors]).toEqual([400, [{ field: '_schema', messages: ['Invalid removal reason'] }]]);
  });

  test('is the owner, and nobody else', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    for (const as of ['other', 'nobody'] as const)
      expect((await ask('POST', `/api/records/${id}/request-deletion`, { as, json: { reason: 'duplicate' } })).status).toBe(403);
    for (const as of ['owner', 'other', 'nobody'] as const) expect((await ask('DELETE', `/api/records/${id}`, { as })).status).toBe(403);
    expect((await ask('GET', `/api/records/${id}`)).status).toBe(200);
  });
});

test('after thirty days the owner asks, and an administrator deletes', async () => {
  const { ask, zenodo } = await started();
  const id = await publishedRecord(ask);
  zenodo.faults.advanceClock(31 * 24 * 3600 * 1000);
  const { status, body } = await ask('POST', `/api/records/${id}/request-deletion`, { json: { reason: 'duplicate' } });
  expect([status, body.status, body.payload]).toEqual([201, 'submitted', { reason: 'duplicate' }]);
  expect((await ask('GET', `/api/records/${id}`)).status).toBe(200);
  expect((await ask('POST', `/api/requests/${body.id}/actions/accept`, { json: {} })).status).toBe(403);
  expect((await ask('POST', `/api/requests/${body.id}/actions/accept`, { as: 'admin', json: {} })).body.status).toBe('accepted');
  const gone = await ask('GET', `/api/records/${id}`);
  expect(gone.body.tombstone).toMatchObject({ removed_by: { user: '1' }, removal_reason: { id: 'duplicate' } });
  expect(gone.body.tombstone['deletion_policy']).toBeUndefined();
});

describe('what a deleted record leaves', () => {
  test('of one version the others, to which the concept leads', async () => {
    const { ask } = await started();
    const first = await publishedRecord(ask);
    const { body } = await ask('POST', `/api/records/${first}/versions`);
    await upload(ask, body.id);
    const { body: second } = await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
    await ask('POST', `/api/records/${second.id}/request-deletion`, { json: { reason: 'duplicate' } });
    expect((await ask('GET', `/api/records/${second.parent.id}`)).headers.get('location')).toBe(`/api/records/${first}`);
    expect((await ask('GET', `/api/records/${second.id}/versions/latest`)).headers.get('location')).toMatch(new RegExp(`/${first}$`));
    expect((await ask('GET', `/api/records/${first}`)).body.versions.is_latest).toBe(true);
  });

  test('of the only version its concept leads to the tombstone', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { body } = await ask('GET', `/api/records/${id}`);
    await ask('POST', `/api/records/${id}/request-deletion`, { json: { reason: 'duplicate' } });
    const { status, headers } = await ask('GET', `/api/records/${body.parent.id}`);
    expect([status, headers.get('location')]).toEqual([302, `/api/records/${id}`]);
  });

  test('is a page that says why, under its DOI too, and nothing at DataCite', async () => {
    const { ask } = await started();
    const id = await removed(ask);
    const page = await ask('GET', `/records/${id}`, { accept: 'text/html' });
    expect(page.status).toBe(410);
    expect(page.text).toContain('Test upload of a record');
    expect((await ask('GET', `/doi/10.5281/zenodo.${id}`)).headers.get('location')).toMatch(new RegExp(`/records/${id}$`));
    expect((await ask('GET', `/dois/10.5281/zenodo.${id}`)).status).toBe(404);
  });
});

describe('an administrator', () => {
  test('deletes with words of one’s own, and brings back with the files', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const json = { removal_reason: { id: 'spam' }, note: 'Reported', citation_text: 'Somebody' };
    expect((await ask('DELETE', `/api/records/${id}`, { as: 'admin', json })).status).toBe(204);
    expect((await ask('GET', `/api/records/${id}`)).body.tombstone).toMatchObject({
      removal_reason: { id: 'spam' },
      note: 'Reported',
      citation_text: 'Somebody',
      removed_by: { user: '1' },
    });
    expect((await ask('POST', `/api/records/${id}/restore`, { json: {} })).status).toBe(403);
    expect((await ask('POST', `/api/records/${id}/restore`, { as: 'admin', json: {} })).status).toBe(200);
    expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { as: 'nobody', accept: '*/*' })).text).toBe('a,b\n1,2\n');
    expect((await ask('GET', '/api/records')).body.hits.total).toBe(1);
  });

  test('may leave no trace', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    await ask('DELETE', `/api/records/${id}`, { as: 'admin', json: { is_visible: false } });
    const { status, body } = await ask('GET', `/api/records/${id}`);
    expect([status, body.message]).toEqual([404, 'Record not found']);
    expect((await ask('GET', `/records/${id}`)).status).toBe(404);
  });
});
