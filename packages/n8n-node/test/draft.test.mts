import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import { describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, published, run, writes } from './_node.mts';

const zenodo = useStandIn();

const created = (more: Record<string, unknown> = {}) => outcome(zenodo, 'draft', 'create', { ...fields(), ...more });
const inServer = async (id: unknown) => (await asked(zenodo, `/records/${id}/draft`)).body as Record<string, never>;

describe('create', () => {
  test('makes a draft with the metadata of the form', async () => {
    const draft = await created();
    expect(draft).toMatchObject({ status: 'draft', title: 'Diffraction of sample S-2291', resourceType: 'dataset', filesCount: 0 });
    expect(await inServer(draft['id'])).toMatchObject({ metadata: { creators: [{ person_or_org: { family_name: 'Curie' } }] } });
  });

  test('takes contributors, dates, funding, languages, references and related works from rows', async () => {
    const draft = await created({
      additionalFields: {
        contributors: {
          contributor: [{ type: 'personal', familyName: 'Meitner', role: 'supervisor', affiliation: 'https://ror.org/01ggx4157; Home' }],
        },
        dates: { date: [{ date: '2026-03/2026-05', type: 'collected', description: 'Beam time' }] },
        funding: { grant: [{ funder: located('00k4n6c32'), number: '1', title: 'A grant' }] },
        languages: { language: [{ id: located('eng') }] },
        references: 'Curie (1903).\nMeitner (1939).',
        relatedWorks: { work: [{ identifier: 'https://doi.org/10.1234/abc', relation: 'cites', resourceType: 'publication-article' }] },
      },
    });
    expect(await inServer(draft['id'])).toMatchObject({
      metadata: {
        contributors: [
          { person_or_org: { family_name: 'Meitner' }, role: { id: 'supervisor' }, affiliations: [{ id: '01ggx4157' }, { name: 'Home' }] },
        ],
        dates: [{ date: '2026-03/2026-05', type: { id: 'collected' }, description: 'Beam time' }],
        funding: [{ funder: { id: '00k4n6c32' }, award: { number: '1', title: { en: 'A grant' } } }],
        languages: [{ id: 'eng' }],
        references: [{ reference: 'Curie (1903).' }, { reference: 'Meitner (1939).' }],
        related_identifiers: [{ identifier: '10.1234/abc', scheme: 'doi', relation_type: { id: 'cites' } }],
      },
    });
  });

  test('puts files under an embargo', async () => {
    const draft = await created({ additionalFields: { embargoUntil: '2099-01-31', embargoReason: 'Under review' } });
    expect(await inServer(draft['id'])).toMatchObject({
      access: { files: 'restricted', embargo: { active: true, until: '2099-01-31', reason: 'Under review' } },
    });
  });

  test('takes a DOI from elsewhere instead of one of Zenodo', async () => {
    const draft = await created({ additionalFields: { customDoi: 'https://doi.org/10.1234/my-data' } });
    expect(await inServer(draft['id'])).toMatchObject({ pids: { doi: { identifier: '10.1234/my-data', provider: 'external' } } });
  });

  test('takes the day of a moment that an expression gives', async () => {
    const draft = await created({ publicationDate: '2026-11-25T08:15:00.000+01:00' });
    expect(draft['publicationDate']).toBe('2026-11-25');
  });

  test('takes a whole draft as JSON', async () => {
    const metadata = {
      title: 'From JSON',
      resource_type: { id: 'software' },
      creators: [{ person_or_org: { type: 'personal', family_name: 'C' } }],
    };
    const json = { metadata, access: { files: 'restricted' }, custom_fields: { 'code:codeRepository': 'https://example.org/code' } };
    const draft = await outcome(zenodo, 'draft', 'create', { metadataInput: 'json', metadataJson: JSON.stringify(json) });
    expect(await inServer(draft['id'])).toMatchObject({
      metadata: { title: 'From JSON' },
      access: { files: 'restricted' },
      custom_fields: json.custom_fields,
    });
  });

  test('makes one draft under one key, however often it runs', async () => {
    const options = { key: 'sample-1' };
    const first = await created({ options });
    const second = await outcome(zenodo, 'draft', 'create', { ...fields(), options }, { executionId: 'execution-2' });
    expect(second['id']).toBe(first['id']);
  });

  test('makes another draft in another execution, and none when it is repeated within one', async () => {
    const first = await created();
    const again = await created();
    const later = await outcome(zenodo, 'draft', 'create', fields(), { executionId: 'execution-2' });
    expect([again['id'] === first['id'], later['id'] === first['id']]).toEqual([true, false]);
  });
});

test('get reads a draft by the address of its form', async () => {
  const draft = await created();
  const read = await outcome(zenodo, 'draft', 'get', { draftId: located(`https://zenodo.org/uploads/${draft['id']}`, 'url') });
  expect(read).toEqual(draft);
});

describe('get many', () => {
  test('lists drafts and no records', async () => {
    await published(zenodo);
    const draft = await created();
    const items = await run(zenodo, 'draft', 'getAll');
    expect(items.map(({ json }) => json['id'])).toEqual([draft['id']]);
  });

  test('lists records as well when they are asked for, up to the limit', async () => {
    await published(zenodo);
    await created();
    const all = await run(zenodo, 'draft', 'getAll', { returnAll: true, filters: { includePublished: true } });
    const one = await run(zenodo, 'draft', 'getAll', { limit: 1, filters: { includePublished: true } });
    expect([all.length, one.length]).toEqual([2, 1]);
  });

  test('finds words', async () => {
    await created();
    const found = await run(zenodo, 'draft', 'getAll', { filters: { query: 'metadata.title:diffraction' } });
    const none = await run(zenodo, 'draft', 'getAll', { filters: { query: 'metadata.title:beetle' } });
    expect([found.length, none.length]).toEqual([1, 0]);
  });
});

describe('update', () => {
  test('changes the given fields and keeps the others', async () => {
    const { id } = await created({ additionalFields: { version: '1.0', keywords: 'a, b' } });
    await outcome(zenodo, 'draft', 'update', { draftId: located(id), updateFields: { title: 'A better title' } });
    expect(await inServer(id)).toMatchObject({
      metadata: { title: 'A better title', version: '1.0', subjects: [{ subject: 'a' }, { subject: 'b' }] },
    });
  });

  test('takes out a field that was added and left empty', async () => {
    const { id } = await created({ additionalFields: { version: '1.0' } });
    await outcome(zenodo, 'draft', 'update', { draftId: located(id), updateFields: { version: '' } });
    expect((await inServer(id))['metadata']).not.toHaveProperty('version');
  });

  test('without a field is refused before anything is sent', async () => {
    const failed = run(zenodo, 'draft', 'update', { draftId: located('1'), updateFields: {} });
    await expect(failed).rejects.toThrow("'Update Fields' is empty");
    expect(zenodo.calls).toHaveLength(0);
  });
});

describe('publish', () => {
  const ready = async () => {
    const { id } = await created();
    await run(zenodo, 'file', 'upload', { draftId: located(id) }, { items: [{ json: {}, binary: file('a.csv', 'x,y') ?? {} }] });
    return String(id);
  };
  const publish = (id: string) => outcome(zenodo, 'draft', 'publish', { draftId: located(id) });

  test('makes the record public', async () => {
    expect(await publish(await ready())).toMatchObject({ status: 'published', doi: expect.stringContaining('10.') as string });
  });

  test('answers the record when it is published already', async () => {
    const id = await ready();
    const first = await publish(id);
    expect(await publish(id)).toEqual(first);
  });

  test('publishes once when the answer is lost', async () => {
    const id = await ready();
    zenodo.faults.workThen({ method: 'POST', path: '*/actions/publish' }, { status: 504 });
    expect(await publish(id)).toMatchObject({ id, status: 'published' });
    expect(writes(zenodo).filter((call) => call.endsWith('/actions/publish'))).toHaveLength(1);
  });

  test('says which draft it was about when Zenodo refuses', async () => {
    const { id } = await created();
    const [failed] = await run(zenodo, 'draft', 'publish', { draftId: located(id) }, { continueOnFail: true });
    expect(failed?.json).toMatchObject({ error: expect.any(String) as string, details: { draftId: id } });
  });
});

test('a published record is opened for editing, and published again under its DOI', async () => {
  const record = await published(zenodo);
  const draft = await outcome(zenodo, 'draft', 'edit', { recordId: located(record['id']) });
  await run(zenodo, 'draft', 'update', { draftId: located(draft['id']), updateFields: { title: 'Corrected' } });
  const again = await outcome(zenodo, 'draft', 'publish', { draftId: located(draft['id']) });
  expect(again).toMatchObject({ id: record['id'], doi: record['doi'], title: 'Corrected', status: 'published' });
});

test('a draft gets one DOI, however often it is asked for', async () => {
  const { body } = await asked(zenodo, '/records', { method: 'POST', body: { metadata: { title: 'Bare' } } });
  const draftId = located((body as Record<string, unknown>)['id']);
  const first = await outcome(zenodo, 'draft', 'reserveDoi', { draftId });
  expect(await outcome(zenodo, 'draft', 'reserveDoi', { draftId })).toEqual(first);
  expect(first['doi']).toMatch(/^10\./);
});

test('a draft is deleted', async () => {
  const { id } = await created();
  expect(await outcome(zenodo, 'draft', 'delete', { draftId: located(id) })).toEqual({ deleted: true, id });
  expect((await asked(zenodo, `/records/${id}/draft`)).status).toBe(404);
});

describe('submit', () => {
  test('asks a community, once, with a word to its curators', async () => {
    await zenodo.seed({ as: 'other', communities: ['crystals'] });
    const { id } = await created();
    await run(zenodo, 'file', 'upload', { draftId: located(id) }, { items: [{ json: {}, binary: file('a.csv', 'x,y') ?? {} }] });
    const parameters = { draftId: located(id), communityId: located('crystals'), options: { comment: 'Please < look' } };
    const first = await outcome(zenodo, 'draft', 'submit', parameters);
    const second = await outcome(zenodo, 'draft', 'submit', parameters);
    expect(first).toMatchObject({ type: 'community-submission', status: 'submitted', isOpen: true, recordId: id });
    expect(second['id']).toBe(first['id']);
    const { body } = await asked(zenodo, `/requests/${first['id']}/timeline`, { accept: 'application/json' });
    expect(JSON.stringify(body)).toContain('Please &lt; look');
  });
});
