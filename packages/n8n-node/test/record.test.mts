import { createHash } from 'node:crypto';
import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import type { INodeExecutionData } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, published, run, writes } from './_node.mts';

const zenodo = useStandIn();

const item = (name: string, content: string): INodeExecutionData[] => [{ json: {}, binary: file(name, content) ?? {} }];
const sum = (content: string) => `md5:${createHash('md5').update(content).digest('hex')}`;
const filesOf = async (path: string) => {
  const { body } = await asked(zenodo, path, { accept: 'application/json' });
  return Object.fromEntries(
    (body as unknown as { entries: { key: string; checksum: string }[] }).entries.map((one) => [one.key, one.checksum]),
  );
};

describe('search', () => {
  const titles = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json['title']);
  const search = (filters: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    run(zenodo, 'record', 'search', { filters, ...more });

  test('finds records by words, type, dates and community, each alone and together', async () => {
    await zenodo.seed({
      as: 'owner',
      communities: ['crystals'],
      records: [{ community: 'crystals', metadata: { title: 'Quartz at 300 K' } }],
    });
    await published(zenodo, 'Beetles of Samoa');
    expect(titles(await search({ query: 'beetles' }))).toEqual(['Beetles of Samoa']);
    expect(titles(await search({ resourceType: 'software' }))).toEqual([]);
    expect(titles(await search({ community: located('crystals') }))).toEqual(['Quartz at 300 K']);
    expect(titles(await search({ after: '2026-11-25T00:00:00', before: '2026-11-25' }))).toContain('Beetles of Samoa');
    expect(titles(await search({ query: 'beetles OR quartz', community: located('crystals'), resourceType: 'dataset' }))).toEqual([
      'Quartz at 300 K',
    ]);
  });

  test('gives as many as are wanted, in the order that is wanted', async () => {
    await zenodo.seed({ records: 5 });
    const [newest, all] = [await search({ sort: 'newest' }, { limit: 2 }), await search({ sort: 'oldest' }, { returnAll: true })];
    expect(newest).toHaveLength(2);
    expect(titles(all).at(-1)).toBe(titles(newest)[0]);
    expect(all).toHaveLength(5);
  });

  test('finds all versions when they are asked for', async () => {
    await zenodo.seed({ records: [{ metadata: { title: 'Quartz' }, versions: 3 }] });
    expect(await search({ query: 'quartz' })).toHaveLength(1);
    expect(await search({ query: 'quartz', allVersions: true })).toHaveLength(3);
  });
});

test('versions come with the newest first, and the latest one by the id of the first', async () => {
  await zenodo.seed({ records: [{ metadata: { title: 'Quartz' }, versions: 3 }] });
  const [one] = await run(zenodo, 'record', 'search');
  const versions = await run(zenodo, 'record', 'getVersions', { recordId: located(one?.json['id']) });
  const first = located(versions.at(-1)?.json['id']);
  const latest = await outcome(zenodo, 'record', 'get', { recordId: first, options: { version: 'latest' } });
  expect(versions).toHaveLength(3);
  expect(latest['id']).toBe(versions[0]?.json['id']);
});

describe('export metadata', () => {
  const formats: [string, RegExp][] = [
    ['bibtex', /^@/],
    ['cff', /cff-version/],
    ['codemeta', /codemeta/],
    ['csl', /"title"/],
    ['datacite-json', /"creators"/],
    ['datacite-xml', /<resource/],
    ['dcat-ap', /<rdf:RDF/],
    ['dublincore', /<dc:|<oai_dc/],
    ['json', /"metadata"/],
    ['json-ld', /schema\.org/],
    ['marcxml', /<.*record/],
  ];
  test.each(formats)('%s comes as text', async (format, looks) => {
    const { id } = await published(zenodo);
    const { content } = await outcome(zenodo, 'record', 'exportMetadata', { recordId: located(id), format });
    expect(content).toMatch(looks);
  });

  test('a citation comes in a style', async () => {
    const { id } = await published(zenodo);
    const { content } = await outcome(zenodo, 'record', 'exportMetadata', { recordId: located(id), format: 'citation', style: 'ieee' });
    expect(content).toMatch(/Curie.*A record/);
  });

  test('a file comes when that is wanted', async () => {
    const { id } = await published(zenodo);
    const options = { asFile: true, outputField: 'reference' };
    const [got] = await run(zenodo, 'record', 'exportMetadata', { recordId: located(id), format: 'bibtex', options });
    expect(got?.binary?.['reference']).toMatchObject({ fileName: `${id}.bib`, mimeType: 'application/x-bibtex' });
  });
});

test('statistics are numbers, for this version and for all', async () => {
  const { id } = await published(zenodo);
  const counts = await outcome(zenodo, 'record', 'getStatistics', { recordId: located(id) });
  expect(counts).toMatchObject({ id, views: 0, downloads: 0, dataVolume: 0, allVersionsViews: 0 });
});

describe('deposit files', () => {
  test('ends with the curators of a community, and the same run again asks them no second time', async () => {
    await zenodo.seed({ as: 'other', communities: ['crystals'] });
    const parameters = { ...fields(), whenDone: 'submit', communityId: located('crystals'), options: { comment: 'Please look' } };
    const first = await outcome(zenodo, 'record', 'depositFiles', parameters, { items: item('a.csv', 'a') });
    const second = await outcome(zenodo, 'record', 'depositFiles', parameters, { items: item('a.csv', 'a') });
    expect(first).toMatchObject({ status: 'in_review' });
    expect(second['id']).toBe(first['id']);
    expect(writes(zenodo).filter((call) => call.endsWith('/submit-review'))).toHaveLength(1);
  });

  test('publishes under an embargo and a DOI from elsewhere, once', async () => {
    const additionalFields = { embargoUntil: '2099-01-31', customDoi: '10.1234/my-data' };
    const parameters = { ...fields(), additionalFields, whenDone: 'publish' };
    const first = await outcome(zenodo, 'record', 'depositFiles', parameters, { items: item('a.csv', 'a') });
    const second = await outcome(zenodo, 'record', 'depositFiles', parameters, { items: item('a.csv', 'a') });
    expect(first).toMatchObject({ status: 'published', doi: '10.1234/my-data' });
    expect(second['id']).toBe(first['id']);
    const { body } = await asked(zenodo, `/records/${first['id']}`);
    expect(body).toMatchObject({ access: { files: 'restricted', embargo: { active: true, until: '2099-01-31' } } });
  });
});

describe('new version', () => {
  const next = (id: unknown, parameters: Record<string, unknown>, items: INodeExecutionData[] = item('b.csv', 'b')) =>
    outcome(zenodo, 'record', 'newVersion', { recordId: located(id), ...parameters }, { items });

  test.each([
    ['add', { 'a.csv': sum('x,y'), 'b.csv': sum('b') }],
    ['replace', { 'b.csv': sum('b') }],
  ])('with the policy %s has the right files', async (filePolicy, files) => {
    const { id, conceptId } = await published(zenodo);
    const version = await next(id, { filePolicy, whenDone: 'publish' });
    expect(version).toMatchObject({ conceptId, status: 'published' });
    expect(version['id']).not.toBe(id);
    expect(await filesOf(`/records/${version['id']}/files`)).toEqual(files);
  });

  test.each(['add', 'replace', 'keep'])('is made once, however often it runs (%s)', async (filePolicy) => {
    const { id } = await published(zenodo);
    const parameters = { filePolicy, updateFields: { version: '2.0' }, whenDone: 'publish' };
    const first = await next(id, parameters);
    const second = await next(id, parameters);
    expect(second['id']).toBe(first['id']);
    expect(await run(zenodo, 'record', 'getVersions', { recordId: located(id) })).toHaveLength(2);
  });

  test('answers the version of its key also when later ones came', async () => {
    const { id } = await published(zenodo);
    const about = (version: string) => ({ filePolicy: 'keep', updateFields: { version }, whenDone: 'publish' });
    const second = await next(id, about('2.0'));
    const third = await next(id, about('3.0'));
    expect((await next(id, about('2.0')))['id']).toBe(second['id']);
    expect(third['id']).not.toBe(second['id']);
  });

  test('changes metadata and keeps the files', async () => {
    const { id } = await published(zenodo);
    const version = await next(id, { filePolicy: 'keep', updateFields: { title: 'A better title', version: '2.0' }, whenDone: 'publish' });
    expect(version).toMatchObject({ title: 'A better title', status: 'published', filesCount: 1 });
    expect(await filesOf(`/records/${version['id']}/files`)).toEqual({ 'a.csv': sum('x,y') });
  });

  test('stays a draft unless publishing is chosen', async () => {
    const { id } = await published(zenodo);
    expect(await next(id, {})).toMatchObject({ status: 'draft' });
    expect(await next(id, { filePolicy: 'keep', options: { key: 'other' } })).toMatchObject({ status: 'new_version_draft' });
  });
});

describe('bulk edit', () => {
  const edit = (parameters: Record<string, unknown>) =>
    outcome(zenodo, 'record', 'bulkEdit', { updateFields: { publisher: 'Radium Press' }, ...parameters });

  test('changes records and lists those that failed, with the reason', async () => {
    const one = await published(zenodo, 'First record');
    const two = await published(zenodo, 'Second record', 'z');
    const result = await edit({ ids: `${one['id']}, ${two['id']}, 999999999`, finish: 'publish' });
    expect(result).toMatchObject({ records: 3, published: 2, failed: 1, failedIds: ['999999999'] });
    expect(result['failedRows']).toMatchObject([{ id: '999999999', status: 'failed', message: expect.any(String) as string }]);
    const { body } = await asked(zenodo, `/records/${one['id']}`);
    expect(body).toMatchObject({ metadata: { publisher: 'Radium Press' } });
  });

  test('by query leaves alone what is so already', async () => {
    await published(zenodo, 'First record');
    const parameters = { selectBy: 'query', query: 'metadata.title:first', finish: 'publish' };
    expect(await edit(parameters)).toMatchObject({ published: 1 });
    expect(await edit(parameters)).toMatchObject({ published: 0, unchanged: 1 });
  });

  test('plans alone in a dry run, one item a record when that is wanted', async () => {
    const { id } = await published(zenodo, 'First record');
    const before = writes(zenodo).length;
    const options = { dryRun: true, perRecord: true };
    const [row] = await run(zenodo, 'record', 'bulkEdit', { ids: [id], updateFields: { publisher: 'Radium Press' }, options });
    expect(row?.json).toMatchObject({ dryRun: true, id, status: 'planned', changes: [{ field: 'metadata.publisher' }] });
    expect(writes(zenodo)).toHaveLength(before);
  });

  test('says which ID is none', async () => {
    await expect(edit({ ids: '1, a/b' })).rejects.toThrow("'IDs' has 'a/b' at place 2, which is none");
  });
});

describe('await DOI', () => {
  const wait = (id: unknown, minutes: number) =>
    outcome(zenodo, 'record', 'awaitDoi', { recordId: located(id), options: { minutes, dataciteUrl: zenodo.url } });

  test('waits until DataCite knows it', async () => {
    zenodo.faults.doiDelayMs = 700;
    const { id, doi } = await published(zenodo);
    expect(await wait(id, 1)).toEqual({ id, doi, findable: true, url: `https://doi.org/${doi}` });
  });

  test('ends when it has waited long enough', async () => {
    zenodo.faults.doiDelayMs = 60_000;
    const { id } = await published(zenodo);
    expect(await wait(id, 0)).toMatchObject({ findable: false });
  });

  test('asks for the address of DataCite where it is not known', async () => {
    const { id } = await published(zenodo);
    const failed = run(zenodo, 'record', 'awaitDoi', { recordId: located(id) });
    await expect(failed).rejects.toThrow("add the option 'DataCite URL'");
  });
});
