import { mutateJson } from './json-mutations.mjs';
import { draft } from './request.mjs';
import { zipOf } from './zip.mjs';

const host = { host: 'gw' };
const person = { '@id': 'https://orcid.org/0000-0002-1825-0097', '@type': 'Person', name: 'Marie Curie', affiliation: { '@id': '#lab' } };

const crate = {
  '@context': 'https://w3id.org/ro/crate/1.1/context',
  '@graph': [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      about: { '@id': './' },
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: 'A crate',
      description: 'Of <b>a</b> scan',
      datePublished: '2026-01-02',
      license: { '@id': 'https://creativecommons.org/licenses/by/4.0/' },
      author: [{ '@id': person['@id'] }, 'Pierre'],
      keywords: 'a, b',
      hasPart: [{ '@id': 'a.xy' }],
      identifier: '10.1/x',
      citation: [{ '@id': 'https://doi.org/10.1/y' }],
    },
    person,
    { '@id': '#lab', '@type': 'Organization', name: 'The laboratory' },
    { '@id': 'a.xy', '@type': 'File' },
  ],
}; // prettier-ignore

const zenodoJson = {
  title: 'T',
  upload_type: 'dataset',
  description: '<p>x</p>',
  creators: [{ name: 'Curie, Marie', orcid: '0000-0002-1825-0097', affiliation: 'L' }],
  keywords: ['a'],
  license: 'cc-by-4.0',
  publication_date: '2026-01-02',
  related_identifiers: [{ identifier: '10.1/x', relation: 'cites' }],
  grants: [{ id: '1' }],
  language: 'eng',
  dates: [{ start: '2026', type: 'Collected' }],
}; // prettier-ignore

const sideCar = { operator: 'MC', sample: { id: 'S-1' }, list: [1, { a: 'b' }] };
const richMessage = {
  sample: { id: 'S-1' },
  operators: [{ family: 'Curie', given: 'Marie', orcid: '0000-0002-1825-0097' }],
  tags: ['a', 'b'],
  finished_at: '2026-01-02T03:04:05Z',
  state: 'done',
  sizes: ['3 MB'],
};

/** As it is, or changed: the description is what is tested, so it is changed more often than what carries it. */
function described(value, chance) {
  const bytes = Buffer.from(JSON.stringify(value));
  return chance.is(0.25) ? bytes : mutateJson(bytes, chance);
}

const file = (name, bytes) =>
  Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);

const kinds = [
  ['crate', 'ro-crate-metadata.json', crate],
  ['zenodojson', '.zenodo.json', zenodoJson],
  ['sidecar', 'a.meta.json', sideCar],
];

/** Files and messages that say what others are: their reading is the widest of all. Half of it keeps nothing. */
export const descriptionDoors = [
  [
    4,
    'side files',
    (chance, { senders, tokens }) => {
      const [route, name, value] = chance.pick(kinds);
      const body = Buffer.concat([file('a.xy', Buffer.from('abc')), file(name, described(value, chance)), Buffer.from('--b--\r\n')]);
      return draft(
        'POST',
        `/in/${route}${chance.pick(['', '?dry_run=1'])}`,
        { ...host, 'x-dataset': `S-${chance.below(5)}`, 'content-type': 'multipart/form-data; boundary=b' },
        body,
        { sign: senders.bearer(tokens[route]) },
      );
    },
  ],
  [
    2,
    '.eln and zipped RO-Crate',
    (chance, { senders, tokens }) => {
      const bytes = zipOf({ 'lab/a.xy': 'abc', 'lab/ro-crate-metadata.json': described(crate, chance) });
      return draft('PUT', `/in/crate/S-${chance.below(5)}/a.eln${chance.pick(['', '?dry_run=1'])}`, host, bytes, {
        sign: senders.bearer(tokens.crate),
      });
    },
  ],
  [
    4,
    'JSON into a recipe with values, lists and dates',
    (chance, { senders, tokens }) =>
      draft(
        'POST',
        `/in/rich${chance.pick(['', '?dry_run=1', '?dry_run=1'])}`,
        { ...host, 'content-type': 'application/json' },
        described(richMessage, chance),
        { sign: senders.bearer(tokens.rich) },
      ),
  ],
]; // prettier-ignore
