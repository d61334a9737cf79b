import { expect, test } from 'vitest';
import { createDraft, publishedRecord } from './_util/client.ts';
import { communityBody, createCommunity, submitted } from './_util/communities.ts';
import { started } from './_util/started.ts';

test('the first page lists records and drafts of all users, and says what it is', async () => {
  const { ask } = await started();
  const record = await publishedRecord(ask, { title: 'A record' });
  await ask('POST', '/api/records', { json: { metadata: { title: 'A draft of another user' } }, as: 'other' });
  const { status, text, headers } = await ask('GET', '/', { as: 'nobody', accept: 'text/html' });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain(`<a href="/records/${record}">A record</a>`);
  expect(text).toContain('A draft of another user');
  expect(text).toContain('not a repository');
});

test('an empty server says so', async () => {
  const { ask } = await started();
  expect((await ask('GET', '/')).text).toContain('Nothing deposited yet');
});

test('a record has a page with its DOI, creators, files and versions', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { body } = await ask('POST', `/api/records/${id}/versions`);
  const { text } = await ask('GET', `/records/${id}`, { as: 'nobody' });
  expect(text).toContain(`10.5281/zenodo.${id}`);
  expect(text).toContain('Curie, Marie');
  expect(text).toContain(`<a href="/records/${id}/files/data.csv?download=1">data.csv</a>`);
  expect(text).toContain('<code>md5:e5ebd4c02cefbe7955977c67ada242b7</code>');
  expect(text).toContain(`<a href="/uploads/${body.id}">v2`);
  expect((await ask('GET', `/uploads/${body.id}`)).text).toContain('draft of a new version');
});

test('the page of a file is its download', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { text, headers } = await ask('GET', `/records/${id}/files/data.csv?download=1`, { as: 'nobody', accept: '*/*' });
  expect([text, headers.get('content-disposition')]).toEqual(['a,b\n1,2\n', 'attachment; filename=data.csv']);
});

test("a concept's page leads to the latest version; an unknown page is a 404", async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { body } = await ask('GET', `/api/records/${id}`);
  expect((await ask('GET', `/records/${body.parent.id}`)).headers.get('location')).toBe(`/records/${id}`);
  for (const path of ['/records/1', '/uploads/1', `/records/${id}/files/x`, '/doi/10.1234/x', '/frob']) {
    const { status, headers } = await ask('GET', path);
    expect([path, status, headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=utf-8']);
  }
});

test('what users wrote is shown as text, and nothing may be loaded or run', async () => {
  const { ask } = await started();
  const evil = '<img src=x onerror=alert(1)>"\'';
  const id = await createDraft(ask, { title: evil, creators: [{ person_or_org: { type: 'organizational', name: '<script>x</script>' } }] });
  for (const path of ['/', `/uploads/${id}`]) {
    const { text, headers } = await ask('GET', path);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
    expect(text).not.toMatch(/<(script|img)/);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    expect(text).not.toMatch(/(src|href)="https?:/);
  }
});

test('a community has a page with its records and what waits for it, and nothing that users write is run', async () => {
  const { ask } = await started();
  const community = await createCommunity(ask);
  await ask('PUT', `/api/communities/${community}`, { json: communityBody('lab', {}, { title: '<script>alert(1)</script>' }) });
  const { draft, request } = await submitted(ask, community);
  await ask('POST', `/api/requests/${request}/comments`, { json: { payload: { content: '<p>Look &amp; see</p><img src=x>' } } });
  const list = await ask('GET', '/communities', { as: 'nobody', accept: 'text/html' });
  expect(list.text).toContain('<a href="/communities/lab">&lt;script&gt;alert(1)&lt;/script&gt;</a>');
  const before = await ask('GET', '/communities/lab/', { as: 'nobody', accept: 'text/html' });
  expect(before.text).toContain(`<a href="/me/requests/${request}">`);
  expect((await ask('GET', `/uploads/${draft}`)).text).toContain('draft in review');
  await ask('POST', `/api/requests/${request}/actions/accept`, { json: { payload: { content: 'Welcome' } } });
  const timeline = await ask('GET', `/me/requests/${request}`, { as: 'nobody', accept: 'text/html' });
  expect(timeline.text).toMatch(/Look &amp; see[\s\S]*<em>accepted<\/em>[\s\S]*Welcome/);
  expect(timeline.text).not.toContain('<img');
  expect((await ask('GET', '/communities/lab')).text).toContain(`<a href="/records/${draft}">`);
  expect((await ask('GET', `/records/${draft}`)).text).toContain('<a href="/communities/lab">lab</a>');
  for (const path of ['/communities/nope', '/me/requests/nope']) expect((await ask('GET', path)).status).toBe(404);
});

test('the first page searches as the API does, and pages through what it finds', async () => {
  const { zenodo, ask } = await started();
  await zenodo.seed({ records: 30 });
  await publishedRecord(ask, { title: 'Fitting monazite peaks' });
  const found = await ask('GET', '/?q=title:monazite');
  expect(found.text).toContain('Fitting monazite peaks');
  expect(found.text).toContain('1 to 1 of 1');
  const second = await ask('GET', '/?page=2');
  expect(second.text).toContain('26 to 31 of 31');
  expect(second.text).toContain('<a href="/?page=1">Newer</a>');
  expect((await ask('GET', '/?q=%3Cb%3E')).text).toContain('Nothing found for “&lt;b&gt;”');
  expect(await ask('GET', '/?q=a:b:c')).toMatchObject({ status: 400, text: expect.stringContaining('Invalid query string syntax.') });
  expect((await ask('GET', '/?page=x')).text).toContain('1 to 25 of 31');
});

test('a record shows its description as safe HTML, its licence, and how and where it is cited', async () => {
  const { ask } = await started();
  const description = '<p>Raw &amp; <em>reduced</em></p><p>1 &lt; 2 <img src="x"></p>';
  const id = await publishedRecord(ask, { description, rights: [{ id: 'cc-by-4.0' }] });
  const { text } = await ask('GET', `/records/${id}`, { as: 'nobody', accept: 'text/html' });
  expect(text).toContain('<p>Raw &amp; <em>reduced</em></p><p>1 &lt; 2 </p>');
  expect(text).toContain('Creative Commons Attribution 4.0 International');
  expect(text).not.toContain('<img');
  expect(text).toContain('<h2>Citation</h2><p>Curie, M. (2026). Powder diffraction of sample S-2291 [Data set]. Zenodo.');
  for (const [, link] of text.matchAll(/href="(\/records\/\d+\/export\/[\w-]+)"/g)) {
    expect([link, (await ask('GET', link!)).status]).toEqual([link, 200]);
  }
});

test("a community's page shows its newest records and leads to all of them", async () => {
  const { zenodo, ask } = await started();
  const records = Array.from({ length: 27 }, (_, at) => ({ metadata: { title: `Crystal ${at}` }, community: 'crystals' }));
  await zenodo.seed({ communities: ['crystals'], records });
  const { text } = await ask('GET', '/communities/crystals');
  expect(text.match(/<li><a href="\/records\//g)).toHaveLength(25);
  expect(text).toContain('The newest 25 of 27');
  const [, all = ''] = /href="(\/\?q=[^"]+)"/.exec(text) ?? [];
  expect((await ask('GET', all)).text).toContain('1 to 25 of 27');
});
