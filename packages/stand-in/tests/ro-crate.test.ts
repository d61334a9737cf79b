import { expect, test } from 'vitest';
import { createDraft } from './_util/client.ts';
import { started } from './_util/started.ts';

const TYPE = 'application/ld+json;profile="https://w3id.org/ro/crate/1.1"';
const crate = (dataset: object, ...others: object[]) =>
  JSON.stringify({
    '@graph': [{ '@id': 'ro-crate-metadata.json', about: { '@id': './' } }, { '@id': './', '@type': 'Dataset', ...dataset }, ...others],
  });
const CERN = { '@id': 'https://ror.org/01ggx4157', '@type': 'Organization', name: 'CERN' };
const FULL = crate(
  {
    name: 'Peaks',
    description: ['Fitted.'],
    license: [{ '@id': '#mit' }],
    datePublished: ['2026-03-14T22:00:00.000Z'],
    author: [{ '@id': '#marie' }, { '@id': CERN['@id'] }],
    keywords: ['diffraction', 'quartz'],
  },
  { '@id': '#mit', name: 'MIT', description: ['MIT License'] },
  { '@id': '#marie', '@type': 'Person', familyName: ['Curie'], givenName: ['Marie'], affiliation: [{ '@id': CERN['@id'] }] },
  CERN,
);

test('a crate becomes a draft: its root data set, with what it refers to', async () => {
  const { ask } = await started();
  const { status, body } = await ask('POST', '/api/records', { body: FULL, type: TYPE });
  expect([status, body.metadata]).toMatchObject([
    201,
    {
      title: 'Peaks',
      description: 'Fitted.',
      publication_date: '2026-03-14',
      resource_type: { id: 'dataset' },
      creators: [
        {
          person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie', name: 'Curie, Marie' },
          affiliations: [{ name: 'CERN' }],
        },
        { person_or_org: { type: 'organizational', name: 'CERN' } },
      ],
      rights: [{ title: { en: 'MIT' }, description: { en: 'MIT License' } }],
      subjects: [{ subject: 'diffraction' }, { subject: 'quartz' }],
    },
  ]);
});

test('a crate replaces what a draft says', async () => {
  const { ask } = await started();
  const id = await createDraft(ask, { version: '1' });
  const { status, body } = await ask('PUT', `/api/records/${id}/draft`, { body: FULL, type: TYPE });
  expect([status, body.metadata['title'], body.metadata['version']]).toEqual([200, 'Peaks', undefined]);
});

test('a crate says each property that is missing or wrong', async () => {
  const { ask } = await started();
  const complaints = async (body: string) =>
    (await ask('POST', '/api/records', { body, type: TYPE })).body.errors.map(({ field, messages }) => `${field}: ${messages[0]}`);
  const missing = 'Missing data for required field.';
  expect(await complaints(crate({}))).toEqual(['name', 'datePublished', 'author', 'license'].map((field) => `${field}: ${missing}`));
  const dataset = {
    name: 'x',
    datePublished: '2026',
    license: {},
    keywords: 'diffraction',
    author: [{ '@type': 'Person', affiliation: [{ '@id': '#none' }] }, { '@type': 'Organization' }, 'Curie'],
  };
  expect(await complaints(crate(dataset))).toEqual([
    `author.0.familyName: ${missing}`,
    `author.0.givenName: ${missing}`,
    `author.0.affiliation.0.name: ${missing}`,
    `author.1.name: ${missing}`,
    "author.2.@type: '@type' must be 'Person' or 'Organization'",
    `license.name: ${missing}`,
    'keywords: Format must be a list of strings.',
  ]);
});

test.each(['{}', '[]', '{"@graph":[]}', '{"@graph":[7]}', 'null'])('%s is no crate', async (body) => {
  const { ask } = await started();
  const answer = await ask('POST', '/api/records', { body, type: TYPE });
  expect([answer.status, answer.body.message.slice(0, 33)]).toEqual([400, 'Invalid RO-Crate metadata format,']);
});
