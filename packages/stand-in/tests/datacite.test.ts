import { expect, test } from 'vitest';
import { publishedRecord, readyDraft } from './_util/client.ts';
import { started } from './_util/started.ts';

test('a DOI is unknown until it is findable, some time after publication', async () => {
  const { ask, zenodo } = await started({ doiDelayMs: 60_000 });
  const id = await publishedRecord(ask);
  const early = await ask('GET', `/dois/10.5281/zenodo.${id}`, { as: 'nobody' });
  expect(early.status).toBe(404);
  expect(early.headers.get('content-type')).toBe('application/vnd.api+json; charset=utf-8');
  expect(JSON.parse(early.text)).toEqual({ errors: [{ status: '404', title: "The resource you are looking for doesn't exist." }] });
  zenodo.faults.doiDelayMs = 0;
  const { status, body } = await ask('GET', `/dois/10.5281/zenodo.${id}`, { as: 'nobody' });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    id: `10.5281/zenodo.${id}`,
    type: 'dois',
    attributes: {
      state: 'findable',
      url: `${zenodo.url}/doi/10.5281/zenodo.${id}`,
      titles: [{ title: 'Powder diffraction of sample S-2291' }],
    },
  });
});

test('a percent-encoded DOI in capitals is the same one', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  expect((await ask('GET', `/dois/${encodeURIComponent(`10.5281/ZENODO.${id}`)}`)).body.data.id).toBe(`10.5281/zenodo.${id}`);
});

test('the concept has a DOI of its own, from the first publication on', async () => {
  const { ask } = await started();
  const id = await readyDraft(ask);
  const { body: draft } = await ask('GET', `/api/records/${id}/draft`);
  const concept = `/dois/10.5281/zenodo.${draft.parent.id}`;
  expect((await ask('GET', concept)).status).toBe(404);
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  expect((await ask('GET', concept)).body.data.attributes['state']).toBe('findable');
});

test('a reserved DOI is not registered', async () => {
  const { ask } = await started();
  const id = await readyDraft(ask);
  await ask('POST', `/api/records/${id}/draft/pids/doi`);
  expect((await ask('GET', `/dois/10.5281/zenodo.${id}`)).status).toBe(404);
});

test('the address of a DOI leads to the page of its record', async () => {
  const { ask, zenodo } = await started();
  const id = await publishedRecord(ask);
  const { status, headers } = await ask('GET', `/doi/10.5281/zenodo.${id}`);
  expect([status, headers.get('location')]).toEqual([302, `${zenodo.url}/records/${id}`]);
});
