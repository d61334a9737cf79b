import { expect, test } from 'vitest';
import { createDraft, metadata, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

test('calls hold their bodies when that is asked for, and never a token', async () => {
  const { zenodo, ask } = await started({ recordBodies: true });
  const id = await createDraft(ask, { title: `<b>${zenodo.tokens.owner}</b>` });
  await upload(ask, id, 'data.bin', Buffer.alloc(20_000));
  await ask('POST', `/api/records/${id}/access/links`, { json: { permission: 'view' } });
  const [created, , content] = zenodo.calls;
  expect(JSON.parse(created!.requestBody!)).toEqual({ metadata: metadata({ title: '<b>(token)</b>' }) });
  expect(JSON.parse(created!.responseBody!)).toMatchObject({ id });
  expect(content!.requestBody).toBe('(20000 bytes that are no text)');
  const page = await ask('GET', '/_stand-in/calls.html', { as: 'nobody' });
  expect(page.text).toContain('&lt;b&gt;(token)&lt;/b&gt;');
  expect(page.text).toMatch(/&quot;token&quot;: ?&quot;\(token\)&quot;/);
  for (const token of Object.values(zenodo.tokens)) expect(page.text + JSON.stringify(zenodo.calls)).not.toContain(token);
});

test('of a download they hold the start and the size', async () => {
  const { zenodo, ask } = await started({ recordBodies: true });
  const id = await createDraft(ask);
  await upload(ask, id, 'data.txt', 'x'.repeat(12_000));
  await ask('GET', `/api/records/${id}/draft/files/data.txt/content`, { accept: '*/*' });
  await ask('GET', `/api/records/${id}/draft/files-archive`, { accept: '*/*' });
  const [content, archive] = zenodo.calls.slice(-2);
  expect(content!.responseBody).toBe(`${'x'.repeat(10_000)}… (12000 bytes)`);
  expect(archive!.responseBody).toBe('(application/zip, made while it is sent)');
});

test('without that they hold method, path and status alone', async () => {
  const { zenodo, ask } = await started();
  await createDraft(ask);
  expect(zenodo.calls).toEqual([{ method: 'POST', path: '/api/records', status: 201 }]);
  expect((await ask('GET', '/_stand-in/calls.html')).text).toContain('<code>/api/records</code>');
});
