import { DepositsService } from '@zenodo-connect/nestjs';
import { describe, expect, it } from 'vitest';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';

const bare = recipe.replace(/match:\n.*\n/, '').replace(/metadata:[\s\S]*publisher: Zenodo\n/, 'metadata:\n  publisher: Zenodo\n');

const worldWith = (kind: string, metadata = ''): Promise<World> =>
  startWorld({ deposits: { run: false } }, [bare.replace('metadata:\n', `defaults_from: ${kind}\nmetadata:\n${metadata}`)]);

function form(
  files: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): [string, Readonly<Record<string, string>>] {
  const parts = [
    ...Object.entries(fields).map(([name, text]) => `--b0undary\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`),
    ...Object.entries(files).map(
      ([name, text]) =>
        `--b0undary\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n${text}\r\n`,
    ),
  ];
  return [`${parts.join('')}--b0undary--\r\n`, { 'content-type': 'multipart/form-data; boundary=b0undary', 'x-dataset': 'S-1' }];
}

async function metadataOf({ send, gateway }: World, ...[body, headers]: ReturnType<typeof form>): Promise<unknown> {
  const answer = await send.post('xrd', body, headers);
  expect(answer.text).toContain('"queued"');
  return (await gateway.app.get(DepositsService).get(String(answer.json['id']))).metadata;
}

const zenodoJson = {
  title: 'Silicon powder',
  upload_type: 'dataset',
  description: 'A pattern.',
  creators: [{ name: 'Curie, Marie', orcid: '0000-0002-1825-0097', affiliation: 'Sorbonne' }],
  keywords: ['xrd'],
  license: 'CC-BY-4.0',
  related_identifiers: [{ identifier: '10.1000/x', relation: 'isSupplementTo' }],
  access_right: 'restricted',
  communities: [{ identifier: 'somebody-elses' }],
  doi: '10.9999/mine',
};

describe('a .zenodo.json among the files', () => {
  it('gives the metadata that the recipe does not, and nothing about access, communities or DOIs', async () => {
    const metadata = await metadataOf(await worldWith('zenodo-json'), ...form({ '.zenodo.json': JSON.stringify(zenodoJson), 'a.xy': 'x' }));
    expect(metadata).toMatchObject({
      title: 'Silicon powder',
      resource_type: { id: 'dataset' },
      creators: [
        {
          person_or_org: {
            type: 'personal',
            family_name: 'Curie',
            given_name: 'Marie',
            identifiers: [{ scheme: 'orcid', identifier: '0000-0002-1825-0097' }],
          },
          affiliations: [{ name: 'Sorbonne' }],
        },
      ],
      rights: [{ id: 'cc-by-4.0' }],
      subjects: [{ subject: 'xrd' }],
      related_identifiers: [{ identifier: '10.1000/x', relation_type: { id: 'issupplementto' } }],
      publisher: 'Zenodo',
    });
    for (const word of ['restricted', 'somebody-elses', '10.9999']) expect(JSON.stringify(metadata)).not.toContain(word);
  });

  it('tells in the status, in a dry run and on the page what of it the record will not have', async () => {
    const world = await worldWith('zenodo-json');
    const [body, headers] = form({ '.zenodo.json': JSON.stringify({ ...zenodoJson, colour: '<b>blue</b>' }), 'a.xy': 'x' });
    const tried = await world.send.post('xrd?dry_run=1', body, headers);
    const sent = await world.send.post('xrd', body, headers);
    const status = await world.send.get(`/jobs/${sent.json['id']}`);
    const leftOut = [
      '"colour" is no field of Zenodo, and is left out.',
      'Who may see the record is up to the recipe: its access rights are left out.',
      'Communities are up to the recipe: somebody-elses is left out.',
      'The DOI is made by Zenodo: the one that is given is left out.',
    ];
    expect(tried.json['left_out']).toEqual(leftOut);
    expect(status.json['left_out']).toEqual(leftOut);
    expect((await world.send.get(`/deposits/${sent.json['id']}`)).text).toContain(
      '<li>Communities are up to the recipe: somebody-elses is left out.</li>',
    );
  });

  it('tells of fifty losses and how many more there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`field${n}`, 'x']));
    const { access_right: _, communities: _c, doi: _d, ...plain } = zenodoJson;
    const world = await worldWith('zenodo-json');
    const { json } = await world.send.post(
      'xrd?dry_run=1',
      ...form({ '.zenodo.json': JSON.stringify({ ...plain, ...many }), 'a.xy': 'x' }),
    );
    const leftOut = json['left_out'] as readonly string[];
    expect([leftOut.length, leftOut.at(-1)]).toEqual([51, 'And 10 more.']);
  });

  it('gives way to the recipe, and is data rather than a template', async () => {
    const world = await worldWith('zenodo-json', '  title: "By the recipe: {{ dataset }}"\n');
    const metadata = await metadataOf(
      world,
      ...form({ '.zenodo.json': JSON.stringify({ ...zenodoJson, description: '{{ route }}' }), 'a.xy': 'x' }),
    );
    expect(metadata).toMatchObject({ title: 'By the recipe: S-1', description: '{{ route }}' });
  });

  it.each([
    ['no JSON', 'title: x'],
    ['a key twice', '{"title":"a","title":"b"}'],
    ['nothing of its form', '{"name":"x"}'],
    ['too deep', '['.repeat(60_000)],
  ])('that is %s is refused with its name, and nothing is kept', async (_what, text) => {
    const world = await worldWith('zenodo-json');
    const answer = await world.send.post('xrd', ...form({ '.zenodo.json': text, 'a.xy': 'x' }));
    expect([answer.status, answer.json['type']]).toEqual([422, 'urn:zenodo-connect:problem:bad-side-file']);
    expect(answer.json['detail']).toContain('.zenodo.json');
    expect(await keptIn(world.config.folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
  });

  it('that is missing leaves the recipe to say which field is missing', async () => {
    const answer = await (await worldWith('zenodo-json')).send.post('xrd', ...form({ 'a.xy': 'x' }));
    expect([answer.status, answer.json['field']]).toEqual([422, 'metadata.title']);
  });
});

it('an RO-Crate gives name, description, authors, date and licence', async () => {
  const crate = {
    '@graph': [
      { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', about: { '@id': './' } },
      {
        '@id': './',
        '@type': 'Dataset',
        name: 'Silicon powder',
        description: 'A pattern.',
        datePublished: '2026-11-25T10:00:00Z',
        author: [{ '@id': 'https://orcid.org/0000-0002-1825-0097' }, { '@id': '#lab' }],
        license: { '@id': 'https://creativecommons.org/licenses/by/4.0/' },
        keywords: 'xrd, powder',
      },
      { '@id': 'https://orcid.org/0000-0002-1825-0097', '@type': 'Person', name: 'Marie Curie' },
      { '@id': '#lab', '@type': 'Organization', name: 'X-ray laboratory' },
    ],
  };
  const world = await worldWith('ro-crate', '  resource_type: { id: dataset }\n');
  expect(await metadataOf(world, ...form({ 'ro-crate-metadata.json': JSON.stringify(crate), 'a.xy': 'x' }))).toMatchObject({
    title: 'Silicon powder',
    publication_date: '2026-11-25',
    creators: [
      { person_or_org: { family_name: 'Curie', given_name: 'Marie', identifiers: [{ identifier: '0000-0002-1825-0097' }] } },
      { person_or_org: { type: 'organizational', name: 'X-ray laboratory' } },
    ],
    rights: [{ id: 'cc-by-4.0' }],
    subjects: [{ subject: 'xrd' }, { subject: 'powder' }],
  });
});

describe('a JSON side-car', () => {
  const metadata = `  title: "Pattern of {{ meta.sample.id }} by {{ meta.operator }}"
  resource_type: { id: dataset }
  creators: { $each: meta.people, person_or_org: { type: personal, family_name: "{{ item.family }}" } }
`;

  it('is `meta` for the recipe, and what is said in a field wins over it', async () => {
    const sidecar = { sample: { id: 'S-2291' }, operator: 'by the side-car', people: [{ family: 'Curie' }, { family: 'Joliot' }] };
    const files = { 'a.xy': 'x', 'a.meta.json': JSON.stringify(sidecar) };
    expect(await metadataOf(await worldWith('sidecar', metadata), ...form(files, { operator: 'MC' }))).toMatchObject({
      title: 'Pattern of S-2291 by MC',
      creators: [{ person_or_org: { family_name: 'Curie' } }, { person_or_org: { family_name: 'Joliot' } }],
    });
  });

  it('of more than a mebibyte is not read', async () => {
    const answer = await (await worldWith('sidecar', metadata)).send.post(
      'xrd',
      ...form({ 'meta.json': `{"a":"${'x'.repeat(1_100_000)}"}`, 'a.xy': 'x' }),
    );
    expect([answer.status, answer.json['type']]).toEqual([422, 'urn:zenodo-connect:problem:bad-side-file']);
  });

  it('A-10 cannot bring metadata past the recipe', async () => {
    const sidecar = { sample: { id: 'S' }, operator: 'x', people: [{ family: 'Curie' }], $defaults: { description: 'smuggled' } };
    const made = await metadataOf(await worldWith('sidecar', metadata), ...form({ 'a.xy': 'x', 'meta.json': JSON.stringify(sidecar) }));
    expect(JSON.stringify(made)).not.toContain('smuggled');
  });

  it('nor does a form field of that name', async () => {
    const fields = { meta: JSON.stringify({ $defaults: { title: 'smuggled title' } }) };
    const answer = await (await worldWith('zenodo-json')).send.post('xrd', ...form({ 'a.xy': 'x' }, fields));
    expect([answer.status, answer.json['field']]).toEqual([422, 'metadata.title']);
  });
});

describe('a CITATION.cff', () => {
  const citation = `cff-version: 1.2.0
message: Cite it.
title: xrd-fit
type: software
version: "2.10"
date-released: 2026-11-25
license: Apache-2.0
doi: 10.5281/zenodo.1
authors:
  - { family-names: Curie, given-names: Marie, orcid: https://orcid.org/0000-0002-1825-0097 }
`;

  it('gives title, kind, version, date, licence and authors, and says that its DOI is left out', async () => {
    const { send, gateway } = await worldWith('citation-cff');
    const { json } = await send.post('xrd', ...form({ 'CITATION.cff': citation, 'a.tar.gz': 'x' }));
    expect((await gateway.app.get(DepositsService).get(String(json['id']))).metadata).toMatchObject({
      title: 'xrd-fit',
      resource_type: { id: 'software' },
      version: '2.10',
      publication_date: '2026-11-25',
      rights: [{ id: 'apache-2.0' }],
      creators: [{ person_or_org: { family_name: 'Curie', given_name: 'Marie', identifiers: [{ identifier: '0000-0002-1825-0097' }] } }],
    });
    expect((await send.job(String(json['id'])))['left_out']).toEqual(['"doi" is left out; a record says it in words of its own.']);
  });

  it.each([
    ['is no YAML', 'a: [b', 'CITATION.cff:1:'],
    ['has an alias', 'cff-version: &a 1.2.0\ntitle: *a', 'an alias (*name) is not taken here'],
    ['is a list', '- a', 'cannot be read: CITATION.cff:1:1'],
    ['is no citation', 'title: a', 'it has no "cff-version"'],
    ['is nested without end', '['.repeat(100_000), 'cannot be read'],
    ['is large', `a: ${'x'.repeat(70_000)}`, '65536 are read'],
    ['has a key twice', 'cff-version: 1.2.0\ntitle: a\ntitle: b', 'CITATION.cff:3:1: the key "title" is there twice'],
  ])('that %s is refused with a sentence, and nothing is kept', async (_what, text, sentence) => {
    const { send, config } = await worldWith('citation-cff');
    const answer = await send.post('xrd', ...form({ 'CITATION.cff': text, 'a.xy': 'x' }));
    expect(answer).toMatchObject({ status: 422, json: { type: 'urn:zenodo-connect:problem:bad-side-file' } });
    expect(answer.json['detail']).toContain(sentence);
    expect(await keptIn(config.folder)).toMatchObject({ inbox: 0, jobs: 0, spool: 0 });
  });
});

it('a codemeta.json gives name, authors, version and licence', async () => {
  const codemeta = {
    '@context': 'https://w3id.org/codemeta/3.0',
    type: 'SoftwareSourceCode',
    name: 'xrd-fit',
    version: '2.1.0',
    license: 'MIT',
    author: [{ type: 'Person', id: 'https://orcid.org/0000-0002-1825-0097', givenName: 'Marie', familyName: 'Curie' }],
  };
  const made = await metadataOf(await worldWith('codemeta'), ...form({ 'codemeta.json': JSON.stringify(codemeta), 'a.xy': 'x' }));
  expect(made).toMatchObject({
    title: 'xrd-fit',
    resource_type: { id: 'software' },
    version: '2.1.0',
    rights: [{ id: 'mit' }],
    creators: [{ person_or_org: { family_name: 'Curie', identifiers: [{ identifier: '0000-0002-1825-0097' }] } }],
  });
});
