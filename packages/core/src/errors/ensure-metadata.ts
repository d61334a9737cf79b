import { isDay, refuse, shown } from './ensure.ts';
import { oldFields } from './old-fields.ts';

/** Says what is wrong with a value; it throws, or it returns. */
type Check = (field: string, value: unknown) => void;

/**
 * Looks at metadata before it is sent: what Zenodo would drop in silence when it saves a draft, or answer with a message
 * that names no field. Fields that are absent and fields that we do not know pass: a draft may be as empty as it likes.
 *
 * @throws {ConfigurationError} with the field's path, what is wrong, and how a right one looks
 */
export function ensureMetadata(metadata: unknown): void {
  if (metadata === undefined) return;
  const fields = objectAt('metadata', metadata, '{ title: "…" }');
  for (const [name, value] of Object.entries(fields)) {
    const asked = snake(name);
    if (asked !== name && Object.hasOwn(checks, asked)) refuse(`metadata.${name}`, 'is no field', `"${asked}"`);
    if (value !== undefined && Object.hasOwn(oldFields, name))
      refuse(`metadata.${name}`, 'is a field of the older deposit API', `${oldFields[name]}, or all of it to fromZenodoJson`);
    if (value !== undefined && Object.hasOwn(checks, name)) checks[name]?.(`metadata.${name}`, value);
  }
}

const text =
  (example: string, most = Number.POSITIVE_INFINITY): Check =>
  (field, value) => {
    if (typeof value !== 'string') refuse(field, shown(value), `text such as "${example}"`);
    if (value.length > most) refuse(field, `has ${value.length} characters`, `${most} at most`);
  };

const listOf =
  (check: Check, example: string): Check =>
  (field, value) => {
    if (!Array.isArray(value)) refuse(field, shown(value), `a list such as [${example}]`);
    for (const [index, item] of value.entries()) check(`${field}.${index}`, item);
  };

const object =
  (example: string, parts: Readonly<Record<string, Check>> = {}, needed: readonly string[] = []): Check =>
  (field, value) => {
    const fields = objectAt(field, value, example);
    for (const name of needed) if (fields[name] === undefined) refuse(`${field}.${name}`, 'is missing', example);
    for (const [name, check] of Object.entries(parts)) if (fields[name] !== undefined) check(`${field}.${name}`, fields[name]);
  };

function objectAt(field: string, value: unknown, example: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field, shown(value), `an object such as ${example}`);
  return value as Readonly<Record<string, unknown>>;
}

const entry = (example: string): Check => object(`{ id: '${example}' }`, { id: text(example) }, ['id']);

/** EDTF level 0, as far as Zenodo takes it: a year, month or day, or two of them. */
const date: Check = (field, value) => {
  const parts = typeof value === 'string' ? value.trim().split('/') : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every(isPoint)) {
    refuse(field, shown(value), '"2026", "2026-03", "2026-03-14" or an interval "2026-03/2026-05"');
  }
};

const isPoint = (part: string): boolean =>
  /^-?\d{4}$/.test(part) || /^-?\d{4}-(?:0[1-9]|1[0-2])$/.test(part) || (/^\d{4}-\d\d-\d\d$/.test(part) && isDay(part));

const personType: Check = (field, value) => {
  if (!['personal', 'organizational'].includes(String(value).trim())) refuse(field, shown(value), '"personal" or "organizational"');
};

const identifier = object(`{ identifier: '0000-0002-1825-0097', scheme: 'orcid' }`, { identifier: text('…'), scheme: text('orcid') }, [
  'identifier',
]);

const aPerson = `{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }`;
const creator = object(
  aPerson,
  {
    person_or_org: object(`{ type: 'personal', family_name: 'Curie' }`, {
      type: personType,
      name: text('CERN'),
      family_name: text('Curie'),
      given_name: text('Marie'),
      identifiers: listOf(identifier, `{ identifier: '0000-0002-1825-0097', scheme: 'orcid' }`),
    }),
    role: entry('datacollector'),
    affiliations: listOf(object(`{ name: 'CERN' }`, { id: text('01ggx4157'), name: text('CERN') }), `{ name: 'CERN' }`),
  },
  ['person_or_org'],
);

const related = `{ identifier: '10.5281/zenodo.1', relation_type: { id: 'cites' } }`;

const checks: Readonly<Record<string, Check>> = {
  title: text('Powder diffraction of sample S-2291'),
  publisher: text('Zenodo'),
  publication_date: date,
  description: text('<p>Measured at 300 K.</p>'),
  version: text('v1.2', 191),
  copyright: text('(C) 2026'),
  resource_type: entry('dataset'),
  languages: listOf(entry('eng'), `{ id: 'eng' }`),
  creators: listOf(creator, aPerson),
  contributors: listOf(creator, aPerson),
  subjects: listOf(object(`{ subject: 'diffraction' }`, { id: text('…'), subject: text('diffraction') }), `{ subject: 'diffraction' }`),
  dates: listOf(object(`{ date: '2026-03', type: { id: 'collected' } }`, { date, type: entry('collected') }), `{ date: '2026-03' }`),
  identifiers: listOf(identifier, `{ identifier: 'https://example.org/1', scheme: 'url' }`),
  related_identifiers: listOf(object(related, { identifier: text('…'), relation_type: entry('cites') }, ['identifier']), related),
  sizes: listOf(text('12 pages'), `'12 pages'`),
  formats: listOf(text('text/csv'), `'text/csv'`),
  rights: listOf(object(`{ id: 'cc-by-4.0' }`, { id: text('cc-by-4.0') }), `{ id: 'cc-by-4.0' }`),
  funding: listOf(object(`{ funder: { id: '00k4n6c32' } }`), `{ funder: { id: '00k4n6c32' } }`),
  references: listOf(object(`{ reference: 'Curie (1903).' }`, { reference: text('Curie (1903).') }), `{ reference: 'Curie (1903).' }`),
  additional_titles: listOf(
    object(`{ title: 'Subtitle', type: { id: 'subtitle' } }`, { title: text('…'), type: entry('subtitle') }),
    `{ title: '…', type: { id: 'subtitle' } }`,
  ),
  additional_descriptions: listOf(
    object(`{ description: '…', type: { id: 'methods' } }`, { description: text('…'), type: entry('methods') }),
    `{ description: '…', type: { id: 'methods' } }`,
  ),
  locations: object(`{ features: [{ place: 'Geneva' }] }`, { features: listOf(object(`{ place: 'Geneva' }`), `{ place: 'Geneva' }`) }),
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
