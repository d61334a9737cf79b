import { expect, test } from 'vitest';
import { type Ask, publishedRecord, readyDraft } from './_util/client.ts';
import { started } from './_util/started.ts';

const RICH = {
  title: 'Diffraction & “more” of monazite',
  version: '1.2',
  publication_date: '2026-03-14',
  creators: [
    {
      person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie', identifiers: [{ identifier: '0000-0002-1825-0097' }] },
      affiliations: [{ id: '01ggx4157' }, { name: 'Institut du Radium' }],
    },
    { person_or_org: { type: 'organizational', name: 'Crystal Lab' } },
  ],
  contributors: [{ person_or_org: { type: 'personal', family_name: 'Núñez' }, role: { id: 'datacollector' } }],
  description: '<p>Raw &amp; <em>reduced</em>.</p>',
  rights: [{ id: 'cc-by-4.0' }],
  subjects: [{ subject: 'xrd' }],
  languages: [{ id: 'fra' }],
  identifiers: [{ identifier: '1234.5678', scheme: 'arxiv' }],
  related_identifiers: [{ identifier: '10.1234/paper.1', scheme: 'doi', relation_type: { id: 'issupplementto' } }],
  funding: [{ funder: { id: '00k4n6c32' }, award: { id: '00k4n6c32::101000001' } }],
  locations: { features: [{ geometry: { type: 'Point', coordinates: [6.05, 46.2] }, place: 'Meyrin' }] },
};

async function rich(): Promise<{
  id: string;
  parentId: string;
  ask: Ask;
  as: (accept: string) => Promise<{ type: string | null; text: string }>;
  page: (name: string) => Promise<{ type: string | null; name: string | null; text: string }>;
}> {
  const { ask } = await started();
  const id = await publishedRecord(ask, RICH);
  const { body } = await ask('GET', `/api/records/${id}`);
  return {
    id,
    parentId: body.parent.id,
    ask,
    as: async (accept) => {
      const { status, headers, text } = await ask('GET', `/api/records/${id}`, { accept, as: 'nobody' });
      expect(status).toBe(200);
      return { type: headers.get('content-type'), text };
    },
    page: async (name) => {
      const { status, headers, text } = await ask('GET', `/records/${id}/export/${name}`, { accept: '*/*', as: 'nobody' });
      expect(status).toBe(200);
      return { type: headers.get('content-type'), name: headers.get('content-disposition'), text };
    },
  };
}

test('DataCite JSON says who, what, and how it is related to its concept', async () => {
  const { as, id, parentId } = await rich();
  const { text, type } = await as('application/vnd.datacite.datacite+json');
  expect(type).toBe('application/vnd.datacite.datacite+json');
  expect(JSON.parse(text)).toMatchObject({
    doi: `10.5281/zenodo.${id}`,
    types: { resourceTypeGeneral: 'Dataset', resourceType: '' },
    creators: [
      {
        nameIdentifiers: [{ nameIdentifier: '0000-0002-1825-0097', nameIdentifierScheme: 'ORCID' }],
        affiliation: [
          { affiliationIdentifier: 'https://ror.org/01ggx4157', affiliationIdentifierScheme: 'ROR' },
          { name: 'Institut du Radium' },
        ],
      },
      { name: 'Crystal Lab', nameType: 'Organizational' },
    ],
    descriptions: [{ description: 'Raw & reduced.', descriptionType: 'Abstract' }],
    rightsList: [{ rightsIdentifier: 'cc-by-4.0' }, { rightsUri: 'info:eu-repo/semantics/openAccess' }],
    relatedIdentifiers: [
      { relatedIdentifier: '10.1234/paper.1', relationType: 'IsSupplementTo' },
      { relatedIdentifier: `10.5281/zenodo.${parentId}`, relationType: 'IsVersionOf' },
    ],
    fundingReferences: [{ funderIdentifier: '00k4n6c32', funderIdentifierType: 'ROR', awardNumber: '101000001' }],
  });
});

test.each([
  ['application/vnd.datacite.datacite+xml', '<title>Diffraction &amp; “more” of monazite</title>'],
  ['application/x-datacite+xml', '<creatorName nameType="Organizational">Crystal Lab</creatorName>'],
  ['application/x-dc+xml', '<dc:identifier>https://arxiv.org/abs/arXiv:1234.5678</dc:identifier>'],
  ['application/x-dc+xml', '<dc:description>&amp;lt;p&amp;gt;Raw &amp;amp; &amp;lt;em&amp;gt;reduced'],
  ['application/marcxml+xml', '<subfield code="0">(orcid)0000-0002-1825-0097</subfield>'],
  ['application/dcat+xml', '<dct:isVersionOf>'],
  ['application/dcat+xml', '<![CDATA[POINT(6.05 46.2)]]>'],
  ['application/x-bibtex', '  title        = {Diffraction \\& “more” of monazite},\n  month        = mar,\n  year         = 2026,'],
  ['application/vnd.inveniordm.v1.simple+csv', '"personal\norganizational","Curie, Marie\nCrystal Lab"'],
  ['application/vnd.inveniordm.v1.full+csv', 'files.entries.data.csv.storage_class'],
])('%s has %s', async (accept, part) => {
  const { as } = await rich();
  const { text, type } = await as(accept);
  expect(type).toBe(accept);
  expect(text).toContain(part);
});

test.each([
  ['', 'Curie, M. and Crystal Lab (2026) “Diffraction & “more” of monazite”. Zenodo. doi:10.5281/zenodo.ID.'],
  ['apa', 'Curie, M., & Crystal Lab. (2026). Diffraction & “more” of monazite (1.2) [Data set]. Zenodo. https://doi.org/10.5281/zenodo.ID'],
  ['ieee', '[1]M. Curie and Crystal Lab, “Diffraction & “more” of monazite”. Zenodo, Mar. 14, 2026. doi: 10.5281/zenodo.ID.'],
  [
    'modern-language-association',
    'Curie, Marie, and Crystal Lab. “Diffraction & “more” of monazite.” 1.2, Zenodo, 14 Mar. 2026, https://doi.org/10.5281/zenodo.ID.',
  ],
  [
    'chicago-fullnote-bibliography',
    'Curie, Marie, and Crystal Lab. “Diffraction & “more” of monazite.” Zenodo, 14 March 2026. https://doi.org/10.5281/zenodo.ID.',
  ],
  ['vancouver', '1. Curie M, Crystal Lab. Diffraction & “more” of monazite. Zenodo; 2026. '],
])('cited in the style "%s"', async (style, line) => {
  const { ask, id } = await rich();
  const { text, headers } = await ask('GET', `/api/records/${id}?style=${style}`, { accept: 'text/x-bibliography' });
  expect(text).toBe(line.replace('ID', id));
  expect(headers.get('content-type')).toBe('text/plain');
});

test('a style that nobody knows is refused', async () => {
  const { ask, id } = await rich();
  const { status, body } = await ask('GET', `/api/records/${id}?style=frob`, { accept: 'text/x-bibliography' });
  expect([status, body.message]).toEqual([400, 'Citation string style not found.']);
});

test('a page export is a file with its own ending', async () => {
  const { page, id } = await rich();
  expect(await page('bibtex')).toMatchObject({ type: 'application/x-bibtex', name: `attachment; filename=${id}.bib` });
  expect(await page('geojson')).toMatchObject({ type: 'application/vnd.geo+json', name: `attachment; filename=${id}.geojson` });
  const { text, name } = await page('cff');
  expect(name).toBe(`attachment; filename=${id}.yaml`);
  expect(text).toContain("cff-version: 1.2.0\ndate-released: '2026-03-14'\n");
  expect(text).toContain('- family-names: "N\\xFA\\xF1ez"\n');
  expect(text).toContain("version: '1.2'\n");
});

test('a page export in JSON has its keys in order', async () => {
  const { page } = await rich();
  const { text } = await page('csl');
  expect(Object.keys(JSON.parse(text) as object)).toEqual([
    'DOI',
    'abstract',
    'author',
    'id',
    'issued',
    'language',
    'publisher',
    'title',
    'type',
    'version',
  ]);
  expect(JSON.parse((await page('codemeta')).text)).toMatchObject({ identifier: { '@type': 'doi' } });
});

test('an unknown page export is no page, and a concept leads to its latest version', async () => {
  const { ask, id, parentId } = await rich();
  expect((await ask('GET', `/records/${id}/export/frob`)).status).toBe(404);
  const { status, headers } = await ask('GET', `/records/${parentId}/export/bibtex`);
  expect([status, headers.get('location')]).toEqual([302, `/records/${id}/export/bibtex`]);
});

test('the linkset leads from the page to files, licence and all other formats, and not to itself', async () => {
  const { as } = await rich();
  const [landing] = (
    JSON.parse((await as('application/linkset+json')).text) as { linkset: Record<string, { type?: string; href: string }[]>[] }
  ).linkset;
  expect(landing!['item']).toHaveLength(1);
  expect(landing!['license']).toEqual([{ href: 'https://creativecommons.org/licenses/by/4.0/legalcode' }]);
  const types = landing!['describedby']!.map(({ type }) => type);
  expect(types).toContain('application/x-bibtex');
  expect(types).not.toContain('application/linkset+json');
});

test('a search in BibTeX is one entry after the other, and in DataCite JSON a listing', async () => {
  const { ask } = await started();
  await publishedRecord(ask, { title: 'One' });
  await publishedRecord(ask, { title: 'Two' });
  const { text } = await ask('GET', '/api/records?sort=oldest', { accept: 'application/x-bibtex' });
  expect(text.match(/^@dataset\{curie_2026_/gm)).toHaveLength(2);
  const { body } = await ask('GET', '/api/records?sort=oldest', { accept: 'application/vnd.datacite.datacite+json' });
  expect(body.hits).toMatchObject({ total: 2, hits: [{ titles: [{ title: 'One' }] }, { titles: [{ title: 'Two' }] }] });
});

test('restricted files are in no export', async () => {
  const { ask } = await started();
  const id = await readyDraft(ask);
  const { body: draft } = await ask('GET', `/api/records/${id}/draft`);
  await ask('PUT', `/api/records/${id}/draft`, { json: { metadata: draft.metadata, access: { record: 'public', files: 'restricted' } } });
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  for (const accept of ['application/ld+json', 'application/marcxml+xml', 'application/linkset+json', 'application/dcat+xml']) {
    const { status, text } = await ask('GET', `/api/records/${id}`, { accept, as: 'nobody' });
    expect([accept, status, text.includes('data.csv')]).toEqual([accept, 200, false]);
  }
});

test('a record of a community is part of it, in every format that can say so', async () => {
  const { ask, zenodo } = await started();
  const { records } = await zenodo.seed({ communities: ['crystals'], records: [{ community: 'crystals' }] });
  const url = `${zenodo.url}/communities/crystals/`;
  const parts: Record<string, string> = {
    'application/vnd.datacite.datacite+xml': `relatedIdentifierType="URL">${url}</relatedIdentifier>`,
    'application/x-dc+xml': `<dc:relation>${url}</dc:relation>`,
    'application/marcxml+xml': '<subfield code="p">user-crystals</subfield>',
  };
  for (const [accept, part] of Object.entries(parts))
    expect((await ask('GET', `/api/records/${records[0]!.id}`, { accept, as: 'nobody' })).text).toContain(part);
});

test('a record’s page says in its Link header where all else is', async () => {
  const { ask, id } = await rich();
  const { headers } = await ask('GET', `/records/${id}`, { accept: 'text/html', as: 'nobody' });
  const link = headers.get('link')!;
  expect(link).toContain('<https://orcid.org/0000-0002-1825-0097> ; rel="author" , ');
  expect(link).toContain(`<https://doi.org/10.5281/zenodo.${id}> ; rel="cite-as"`);
  expect(link).toContain(`/records/${id}/files/data.csv> ; rel="item" ; type="text/csv"`);
  expect(link).toMatch(/rel="linkset" ; type="application\/linkset\+json"$/);
});
