import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.ts';
import { createDraft, metadata, publishedRecord, readyDraft } from './_util/client.ts';
import { started } from './_util/started.ts';

/** Long enough for the next request to arrive on a busy machine. */
const HELD_MS = 800;

/** An update whose body stops half-way, so that it is being handled until `finish` sends the rest. */
async function halfSentUpdate(
  zenodo: StandIn,
  id: string,
  body: object,
): Promise<{ finish(): Promise<{ status: number | undefined; body: unknown }> }> {
  const text = JSON.stringify(body);
  const path = `/api/records/${id}/draft`;
  zenodo.faults.delay({ method: 'PUT', path }, { ms: 0 });
  const update = request(zenodo.url + path, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${zenodo.tokens.owner}`,
      accept: 'application/vnd.inveniordm.v1+json',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    },
  });
  update.write(text.slice(0, 1));
  // The fault counts down as the request arrives.
  await expect.poll(() => zenodo.faults.pending, { interval: 5 }).toBe(0);
  return {
    async finish() {
      update.end(text.slice(1));
      const [response] = (await once(update, 'response')) as [IncomingMessage];
      return { status: response.statusCode, body: await json(response) };
    },
  };
}

test('of two updates of a draft at once the second is told of an invalid value', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const first = await halfSentUpdate(zenodo, id, { metadata: metadata({ title: 'First one' }) });
  const second = await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: metadata({ title: 'Second one' }) } });
  expect(second.body).toEqual({ status: 400, message: 'Invalid value dataset.' });
  expect(await first.finish()).toMatchObject({ status: 200, body: { metadata: { title: 'First one' } } });
  expect((await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: metadata() } })).status).toBe(200);
});

test('a DOI reservation beside an update is the same race', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const first = await halfSentUpdate(zenodo, id, { metadata: metadata() });
  expect((await ask('POST', `/api/records/${id}/draft/pids/doi`)).body.message).toBe('Invalid value dataset.');
  expect((await first.finish()).status).toBe(200);
});

test('updates of two drafts at once do not meet', async () => {
  const { ask, zenodo } = await started();
  const [one, two] = [await createDraft(ask), await createDraft(ask)];
  const first = await halfSentUpdate(zenodo, one, {});
  expect((await ask('PUT', `/api/records/${two}/draft`, { json: {} })).status).toBe(200);
  expect((await first.finish()).status).toBe(200);
});

test('of two publishes at once one is accepted, the other fails inside, and there is one record', async () => {
  const { ask, zenodo } = await started();
  const id = await readyDraft(ask);
  zenodo.faults.delay({ path: '*/publish' }, { ms: HELD_MS });
  const first = ask('POST', `/api/records/${id}/draft/actions/publish`);
  await expect.poll(() => zenodo.faults.pending, { interval: 5 }).toBe(0);
  const second = await ask('POST', `/api/records/${id}/draft/actions/publish`);
  expect(second.status).toBe(500);
  expect((await first).status).toBe(202);
  expect((await ask('GET', `/api/records?q=id:${id}`)).body.hits.total).toBe(1);
});

test('new versions asked for at once are different drafts', async () => {
  const { ask, zenodo } = await started();
  const id = await publishedRecord(ask);
  zenodo.faults.delay({ path: '*/versions', times: 3 }, { ms: HELD_MS });
  const answers = await Promise.all([1, 2, 3].map(() => ask('POST', `/api/records/${id}/versions`)));
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(3);
});

test('files of one draft may be started, sent and committed at once', async () => {
  const { ask } = await started();
  const id = await createDraft(ask);
  const files = `/api/records/${id}/draft/files`;
  const keys = Array.from({ length: 24 }, (_, at) => `file-${at}`);
  const each = async (step: (key: string) => ReturnType<typeof ask>) => (await Promise.all(keys.map(step))).map((answer) => answer.status);
  expect(new Set(await each((key) => ask('POST', files, { json: [{ key }] })))).toEqual(new Set([201]));
  expect(new Set(await each((key) => ask('PUT', `${files}/${key}/content`, { body: key })))).toEqual(new Set([200]));
  expect(new Set(await each((key) => ask('POST', `${files}/${key}/commit`)))).toEqual(new Set([200]));
  const { body } = await ask('GET', files);
  expect(body.entries.filter((file) => file.status === 'completed')).toHaveLength(24);
});
