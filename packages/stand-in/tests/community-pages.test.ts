import { expect, test } from 'vitest';
import { createDraft, publishedRecord, upload } from './_util/client.ts';
import { communityBody, createCommunity, include, submitted } from './_util/communities.ts';
import { pngOf } from './_util/pictures.ts';
import { started } from './_util/started.ts';

test('the page of a community has its logo, its relatives and its collections', async () => {
  const { ask } = await started();
  const parent = await createCommunity(ask, 'eu');
  await ask('PUT', `/api/communities/${parent}`, { as: 'admin', json: { ...communityBody('eu'), children: { allow: true } } });
  const id = await createCommunity(ask, 'lab', { review_policy: 'open' });
  await ask('POST', `/api/communities/${parent}/actions/join-request`, { json: { community_id: id } });
  await ask('PUT', `/api/communities/${id}/logo`, { body: pngOf(4, 4) });
  const trees = `/api/communities/${id}/collection-trees`;
  const sent = (json: object) => ({ as: 'admin', accept: 'application/json', json }) as const;
  await ask('POST', trees, sent({ slug: 'minerals', title: 'Minerals' }));
  await ask('POST', `${trees}/minerals/collections`, sent({ slug: 'quartz', title: 'Quartz', search_query: 'quartz' }));
  const record = await publishedRecord(ask, { title: 'Peaks of quartz' });
  for (const one of [record, await publishedRecord(ask)]) await include(ask, one, id);

  const { text } = await ask('GET', '/communities/lab');
  expect(text).toContain('<img src="/api/communities/lab/logo" alt="">');
  expect(text).toContain('<dt>Below</dt><dd><a href="/communities/eu">Community eu</a></dd>');
  expect(text).toContain('<a href="/communities/lab/collections/minerals/quartz">Quartz</a>');
  expect((await ask('GET', '/communities/eu')).text).toContain('<dt>Above</dt><dd><a href="/communities/lab">');

  const collection = await ask('GET', '/communities/lab/collections/minerals/quartz');
  expect([...collection.text.matchAll(/<a href="\/records\/(\d+)">/g)].map(([, found]) => found)).toEqual([record]);
  expect((await ask('GET', '/communities/lab/collections/minerals/frob')).status).toBe(404);
});

test('the page of a record has the picture that stands for it, and the policy lets it through', async () => {
  const { ask } = await started();
  const id = await createDraft(ask);
  await upload(ask, id, 'plot.png', pngOf(40, 20));
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  const { text, headers } = await ask('GET', `/records/${id}`);
  expect(text).toContain(`<img src="/records/${id}/thumb250" alt="plot.png">`);
  expect(headers.get('content-security-policy')).toContain("img-src 'self'");
  expect((await ask('GET', `/records/${await publishedRecord(ask)}`)).text).not.toContain('<img');
});

test('the page of a request names the files of its comments', async () => {
  const { ask } = await started();
  const { request } = await submitted(ask, await createCommunity(ask));
  const { body } = await ask('PUT', `/api/requests/${request}/files/upload/plot.png`, { body: 'x' });
  const json = { payload: { content: 'See.', format: 'html', files: [{ file_id: body.id }] } };
  await ask('POST', `/api/requests/${request}/comments`, { json });
  expect((await ask('GET', `/me/requests/${request}`)).text).toContain(`<code>${body.key}</code>`);
});
