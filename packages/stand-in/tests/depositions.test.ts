import { describe, expect, test } from 'vitest';
import { type Ask, NATIVE } from './_util/client.ts';
import { deposition, depositionOf, published } from './_util/depositions.ts';
import { started } from './_util/started.ts';

const D = '/api/deposit/depositions';
const errorsOf = async (ask: Ask, metadata: object) => (await ask('POST', D, { json: { metadata } })).body;

describe('creating a deposition', () => {
  test('an empty one is open, names its bucket and reserves a DOI in words only', async () => {
    const { ask, zenodo } = await started();
    const { status, body } = await depositionOf(ask, 'POST', D, { json: {} });
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'unsubmitted', submitted: false, title: '', files: [], owner: 3, record_id: body.id });
    expect(body.metadata).toEqual({ access_right: 'open', prereserve_doi: { doi: `10.5281/zenodo.${body.id}`, recid: body.id } });
    expect(body.links['bucket']).toMatch(new RegExp(`^${zenodo.url}/api/files/[0-9a-f-]{36}$`));
    expect(body.links['badge']).toBe(`${zenodo.url}/badge/doi/.svg`);
    expect(body).not.toHaveProperty('doi');
  });

  test('what was left out has defaults: today, Zenodo, open, and a licence by the kind of work', async () => {
    const { ask } = await started();
    const dataset = await depositionOf(ask, 'POST', D, { json: { metadata: { upload_type: 'dataset' } } });
    const today = new Date().toISOString().slice(0, 10);
    expect(dataset.body.metadata).toMatchObject({ license: 'cc-zero', publication_date: today, imprint_publisher: 'Zenodo' });
    const poster = await depositionOf(ask, 'POST', D, { json: { metadata: { upload_type: 'poster' } } });
    expect(poster.body.metadata).toMatchObject({ license: 'cc-by-4.0', access_right: 'open' });
  });

  test('it is one state with the native draft', async () => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, {
      json: {
        metadata: deposition({
          upload_type: 'publication',
          publication_type: 'thesis',
          thesis_supervisors: [{ name: 'Lippmann, Gabriel' }],
          keywords: ['radium'],
          grants: [{ id: '101000001' }],
          related_identifiers: [
            { identifier: '10.1234/foo', relation: 'isSupplementTo' },
            { identifier: 'arXiv:1234.5678', relation: 'isAlternateIdentifier' },
          ],
          dates: [{ start: '2026-01-01', end: '2026-01-01', type: 'Collected' }],
          language: 'fr',
          journal_title: 'J. Test',
          access_right: 'embargoed',
          embargo_date: '2099-01-01',
        }),
      },
    });
    const native = await ask('GET', `/api/records/${body.id}/draft`, { accept: NATIVE });
    expect(native.body.metadata).toMatchObject({
      resource_type: { id: 'publication-dissertation' },
      contributors: [{ person_or_org: { name: 'Lippmann, Gabriel' }, role: { id: 'supervisor' } }],
      subjects: [{ subject: 'radium' }],
      funding: [{ award: { id: '00k4n6c32::101000001' } }],
      related_identifiers: [{ identifier: '10.1234/foo', scheme: 'doi', relation_type: { id: 'issupplementto' } }],
      identifiers: [{ identifier: 'arXiv:1234.5678', scheme: 'arxiv' }],
      dates: [{ date: '2026-01-01', type: { id: 'collected' } }],
      languages: [{ id: 'fra' }],
    });
    expect(native.body).toMatchObject({ access: { files: 'restricted', embargo: { active: true, until: '2099-01-01' } } });
    expect(body.metadata).toMatchObject({
      publication_type: 'dissertation',
      contributors: [{ name: 'Lippmann, Gabriel', affiliation: null, type: 'Supervisor' }],
      grants: [{ id: '10.13039/501100000780::101000001' }],
      dates: [{ type: 'collected' }],
      journal_title: 'J. Test',
      access_right: 'embargoed',
      embargo_date: '2099-01-01',
    });
    expect(body.metadata['related_identifiers']).toContainEqual({
      identifier: 'arXiv:1234.5678',
      relation: 'isAlternateIdentifier',
      scheme: 'arxiv',
    });
  });

  test('what the native schema finds invalid vanishes in silence', async () => {
    const { ask } = await started();
    const metadata = deposition({ title: 'ab', publication_date: '14/03/2026', frob: 1, imprint_isbn: '123', conference_url: 'x' });
    const { status, body } = await depositionOf(ask, 'POST', D, { json: { metadata } });
    expect(status).toBe(201);
    for (const name of ['title', 'publication_date', 'frob', 'imprint_isbn', 'conference_url'])
      expect(body.metadata).not.toHaveProperty(name);
  });

  test.each([
    ['a text that is none', { title: 5 }, 'metadata.title', 'Not a valid string.'],
    ['nothing where a text has to be', { imprint_publisher: null }, 'metadata.imprint_publisher', 'Field may not be null.'],
    ['creators that are no list', { creators: {} }, 'metadata.creators', 'Not a valid list.'],
    ['a creator that is a text', { creators: ['Curie'] }, 'metadata.creators.0', 'Invalid input type.'],
    ['related works that are no list', { related_identifiers: 'x' }, 'metadata.related_identifiers', 'related_identifiers must be a list'],
    [
      'a relation that is no text',
      { related_identifiers: [{ identifier: '10.1234/a', relation: 5 }] },
      'metadata.related_identifiers.0.relation',
      'relation must be a string',
    ],
    ['an unknown licence', { license: 'mine' }, 'metadata.license', 'Invalid license provided: mine'],
    [
      'a licence in a list',
      { license: ['cc-by-4.0'] },
      'metadata.license',
      "Invalid license value provided (expected string, or object with 'id' key): ['cc-by-4.0']",
    ],
    ['a language of four letters', { language: 'fren' }, 'metadata.language', 'Language must be either ISO-639-1 or 639-2 compatible.'],
    ['a date without an end', { dates: [{ type: 'Collected' }] }, 'metadata.dates', 'Invalid date provided.'],
    ['an unknown right', { access_right: 'secret' }, '_schema', 'Unknown access type.'],
    ['an embargo without an end', { access_right: 'embargoed' }, '_schema', 'Unknown access type.'],
    [
      'communities by their id',
      { communities: [{ id: 'x' }] },
      'communities',
      "Communities must be an array of objects with an 'identifier' key.",
    ],
  ])('%s is refused', async (_, extra, field, message) => {
    const { ask } = await started();
    const body = await errorsOf(ask, deposition(extra));
    expect(body).toEqual({ status: 400, message: 'A validation error occurred.', errors: [{ field, messages: [message] }] });
  });

  test('a key beside metadata is refused, so that what was read cannot be sent back whole', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', D, { json: { metadata: deposition(), state: 'done', files: [] } });
    expect(body.errors).toEqual([{ field: 'state', messages: ['Unknown field.'] }]);
  });

  test.each([[[]], ['text'], [null], [{ metadata: 'x' }], [{ metadata: [] }], [{ metadata: null }]])(
    'a body that is no deposition is a 400: %j',
    async (json) => {
      const { ask } = await started();
      expect((await ask('POST', D, { json })).status).toBe(400);
    },
  );

  test('an unknown term of a vocabulary refuses the whole', async () => {
    const { ask } = await started();
    expect((await errorsOf(ask, deposition({ upload_type: 'hologram' }))).message).toBe('Invalid value hologram.');
    expect((await errorsOf(ask, deposition({ contributors: [{ name: 'A, B', type: 'Friend' }] }))).message).toBe('Invalid value friend.');
  });

  test.each([
    ['MIT', 'mit-license'],
    ['gpl-3.0', 'gpl-3.0'],
    ['cc-by', 'cc-by-4.0'],
    ['CC0-1.0', 'cc-zero'],
  ])('the licence %s reads back as %s', async (given, shown) => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: { metadata: deposition({ license: { id: given } }) } });
    expect(body.metadata['license']).toBe(shown);
  });
});

describe('the life of a deposition', () => {
  test('published, edited, discarded: state and links tell where it is', async () => {
    const { ask, zenodo } = await started();
    const done = await published(ask);
    const one = `${D}/${done.id}`;
    expect(done).toMatchObject({
      state: 'done',
      submitted: true,
      doi: `10.5281/zenodo.${done.id}`,
      conceptdoi: `10.5281/zenodo.${done.conceptrecid}`,
    });
    expect(done.links).toMatchObject({ self: `${zenodo.url}/api/records/${done.id}`, parent_doi: `https://doi.org/${done.conceptdoi}` });

    for (const method of ['PUT', 'DELETE']) {
      const refused = await ask(method, one, { json: { metadata: deposition() } });
      expect(refused.body).toEqual({ status: 404, message: 'Not found.' });
    }
    const edit = await depositionOf(ask, 'POST', `${one}/actions/edit`);
    expect(edit).toMatchObject({ status: 201, body: { state: 'inprogress', submitted: true } });
    expect(edit.body.links).toMatchObject({ self: `${zenodo.url}${one}`, html: `${zenodo.url}/deposit/${done.id}` });
    expect(edit.body.links).not.toHaveProperty('parent_doi');
    expect((await ask('POST', `${one}/actions/edit`)).status).toBe(201);

    await ask('PUT', one, { json: { metadata: deposition({ title: 'A better title' }) } });
    expect((await ask('PUT', `${done.links['bucket']}/late.txt`, { body: 'x' })).body.message).toBe('Bucket is locked for modifications.');
    const discarded = await ask('POST', `${one}/actions/discard`);
    expect([discarded.status, discarded.text]).toEqual([204, '']);
    expect((await depositionOf(ask, 'GET', one)).body.title).toBe('Powder diffraction of sample S-2291');
    expect((await ask('POST', `${one}/actions/discard`)).status).toBe(404);
  });

  test('a new version brings the files of the last one, once', async () => {
    const { ask } = await started();
    const first = await published(ask);
    const next = await depositionOf(ask, 'POST', `${D}/${first.id}/actions/newversion`);
    expect(next).toMatchObject({ status: 201, body: { state: 'unsubmitted', submitted: false, conceptrecid: first.conceptrecid } });
    expect(next.body.files).toMatchObject([{ filename: 'data.csv', id: first.files[0]!.id }]);
    expect(next.body).not.toHaveProperty('doi');

    const again = await ask('POST', `${D}/${first.id}/actions/newversion`);
    expect(again.body.errors).toEqual([{ field: 'files.enabled', messages: ['Please remove all files first.'] }]);
    await ask('DELETE', `${D}/${next.body.id}/files/${first.files[0]!.id}`);
    const third = await depositionOf(ask, 'POST', `${D}/${first.id}/actions/newversion`);
    expect([third.status, third.body.id]).toEqual([201, next.body.id]);
    expect(third.body.files).toHaveLength(1);
  });

  test('a draft has no new version, and a failed one leaves no draft', async () => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: {} });
    const refused = await ask('POST', `${D}/${body.id}/actions/newversion`);
    expect(refused.body).toEqual({ status: 404, message: 'The persistent identifier is not registered.' });
  });

  test('publishing names what is missing by its native name', async () => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: {} });
    const refused = await ask('POST', `${D}/${body.id}/actions/publish`);
    expect(refused.body.errors.map((error) => error.field)).toEqual([
      'metadata.resource_type',
      'metadata.creators',
      'metadata.title',
      'metadata.publication_date',
    ]);
  });

  test('communities that do not exist are asked for until it is published, then forgotten', async () => {
    const { ask } = await started();
    const asked = await depositionOf(ask, 'POST', D, { json: { metadata: deposition({ communities: [{ identifier: 'nowhere' }] }) } });
    expect(asked.body.metadata['communities']).toEqual([{ identifier: 'nowhere' }]);
    await ask('PUT', `${asked.body.links['bucket']}/a.txt`, { body: 'x' });
    const done = await depositionOf(ask, 'POST', `${D}/${asked.body.id}/actions/publish`);
    expect(done.status).toBe(202);
    expect(done.body.metadata).not.toHaveProperty('communities');
  });

  test('a community of the depositor takes the record in at publication', async () => {
    const { ask } = await started();
    const community = { slug: 'xrd', metadata: { title: 'Diffraction' }, access: { visibility: 'public', review_policy: 'open' } };
    expect((await ask('POST', '/api/communities', { json: community, accept: 'application/json' })).status).toBe(201);
    const done = await published(ask, { communities: [{ identifier: 'xrd' }, { identifier: 'nowhere' }] });
    expect(done.metadata['communities']).toEqual([{ identifier: 'xrd' }]);
    const record = await ask('GET', `/api/records/${done.id}`);
    expect(record.body).toMatchObject({ parent: { communities: { ids: [expect.any(String)] } }, custom_fields: {} });
  });

  test.each([['10.5281/zenodo.1'], ['10.1234/ours.1']])('a published DOI changed to %s is echoed and then refused', async (doi) => {
    const { ask } = await started();
    const { id } = await published(ask);
    await ask('POST', `${D}/${id}/actions/edit`);
    const changed = await depositionOf(ask, 'PUT', `${D}/${id}`, { json: { metadata: deposition({ doi }) } });
    expect([changed.status, changed.body.doi]).toEqual([200, doi]);
    const refused = await ask('POST', `${D}/${id}/actions/publish`);
    expect([refused.status, refused.body.errors[0]!.field]).toEqual([400, 'pids.doi']);
  });

  test('an external DOI stays, has no concept DOI and no further version', async () => {
    const { ask } = await started();
    const done = await published(ask, { doi: '10.1234/ours.2' });
    expect(done).toMatchObject({ doi: '10.1234/ours.2', links: { badge: expect.stringMatching(/10\.1234%2Fours\.2\.svg$/) } });
    expect(done).not.toHaveProperty('conceptdoi');
    expect(done.metadata['prereserve_doi']).toEqual({ doi: `10.5281/zenodo.${done.id}`, recid: done.id });
    expect((await ask('POST', `${D}/${done.id}/actions/newversion`)).status).toBe(403);
  });

  test('of two changes at once one is lost, and of two publications one fails', async () => {
    const { ask, zenodo } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: { metadata: deposition() } });
    await ask('PUT', `${body.links['bucket']}/a.txt`, { body: 'x' });
    const both = async (method: string, path: string, sent = {}) => {
      zenodo.faults.delay({ method }, { ms: 150 });
      const answers = await Promise.all([ask(method, path, sent), ask(method, path, sent)]);
      return answers.map((answer) => answer.status).sort((a, b) => a - b);
    };
    expect(await both('PUT', `${D}/${body.id}`, { json: { metadata: deposition() } })).toEqual([200, 400]);
    expect(await both('POST', `${D}/${body.id}/actions/publish`)).toEqual([202, 500]);
  });

  test('another user and nobody are denied; an unknown id is not found', async () => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: {} });
    for (const as of ['other', 'nobody'] as const) {
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['POST', '/actions/publish'],
        ['GET', '/files'],
      ] as const)
        expect((await ask(method, `${D}/${body.id}${path}`, { as, ...(method === 'PUT' ? { json: {} } : {}) })).status).toBe(403);
    }
    expect((await ask('POST', D, { as: 'nobody', json: {} })).status).toBe(403);
    expect((await ask('GET', `${D}/999`)).body.message).toBe('The persistent identifier does not exist.');
  });

  test('If-Match holds here too', async () => {
    const { ask } = await started();
    const { body } = await depositionOf(ask, 'POST', D, { json: {} });
    const stale = await ask('PUT', `${D}/${body.id}`, { json: {}, headers: { 'if-match': '99' } });
    expect(stale.status).toBe(412);
  });
});

describe('the list of depositions', () => {
  test('is bare, the newest first, without buckets, in pages', async () => {
    const { ask } = await started();
    const first = await published(ask);
    const { body: second } = await depositionOf(ask, 'POST', D, { json: {} });
    const { text } = await ask('GET', D, { accept: 'application/json' });
    const all = JSON.parse(text) as { id: number; state: string; links: object }[];
    expect(all.map((one) => [one.id, one.state])).toEqual([
      [second.id, 'unsubmitted'],
      [first.id, 'done'],
    ]);
    expect(all[0]!.links).not.toHaveProperty('bucket');
    const page = await ask('GET', `${D}?size=1&page=2&sort=-mostrecent`, { accept: 'application/json' });
    expect((JSON.parse(page.text) as { id: number }[]).map((one) => one.id)).toEqual([second.id]);
  });

  test('is filtered by the query alone', async () => {
    const { ask } = await started();
    await published(ask);
    await ask('POST', D, { json: { metadata: { title: 'Another' } } });
    const count = async (query: string) => JSON.parse((await ask('GET', D + query)).text).length;
    const counts = [
      await count('?q=powder'),
      await count('?status=draft'),
      await count('?type=poster'),
      await count('?q=is_published:false'),
    ];
    expect(counts).toEqual([1, 2, 2, 1]);
  });

  test('of nobody is denied, and too large a page refused', async () => {
    const { ask } = await started();
    expect((await ask('GET', D, { as: 'nobody', accept: 'application/json' })).status).toBe(403);
    const { body } = await ask('GET', `${D}?size=101`, { accept: 'application/json' });
    expect(body.errors[0]!.field).toBe('size');
    expect(JSON.parse((await ask('GET', D, { as: 'other', accept: 'application/json' })).text)).toEqual([]);
  });

  test('holds one version of each concept unless all are asked for', async () => {
    const { ask } = await started();
    const first = await published(ask);
    await ask('POST', `${D}/${first.id}/actions/newversion`, { accept: 'application/json' });
    const count = async (query: string) => JSON.parse((await ask('GET', D + query, { accept: 'application/json' })).text).length;
    expect([await count(''), await count('?all_versions=true'), await count('?all_versions')]).toEqual([1, 2, 2]);
  });
});
