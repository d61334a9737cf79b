import { ConfigurationError } from '../errors/configuration-error.ts';
import type { DraftInput } from '../types/draft-input.ts';
import type { Metadata } from '../types/metadata.ts';
import type { Access } from '../types/record.ts';
import { type Conversion, ensureTree, Reading } from './conversion.ts';
import { compact, type Tree, treeIn } from './loose-values.ts';
import { customFieldsOf, groupedFields } from './zenodo-json-custom.ts';
import { datesOf, fundingOf, locationsOf, relatedOf } from './zenodo-json-lists.ts';
import { languageOf, rightsOf } from './zenodo-json-names.ts';
import { agentsOf, contributorsOf } from './zenodo-json-people.ts';

/** One to a word; the grouped ones besides. */
const names =
  'title upload_type publication_type image_type publication_date description creators contributors thesis_supervisors access_right ' +
  'embargo_date license doi keywords subjects notes method references related_identifiers communities grants imprint_publisher ' +
  'version language locations dates custom';

const isKnown = (name: string): boolean => names.split(' ').includes(name) || Object.values(groupedFields).some((group) => name in group);

/**
 * Zenodo's own metadata from a `.zenodo.json`, or from `metadata` of the older deposit API, whose fields it has. Follows what
 * Zenodo itself makes of them, but fills in no date, publisher or licence, and keeps what cannot be read for access restricted.
 *
 * @param json - what `JSON.parse` makes of the file
 * @throws {ConfigurationError} it is no object, or has none of these fields
 * @see https://developers.zenodo.org/#representation
 */
export function fromZenodoJson(json: unknown): Conversion {
  const tree = ensureTree('A .zenodo.json', json);
  if (!Object.keys(tree).some(isKnown))
    throw new ConfigurationError('This is no .zenodo.json: it has none of its fields, such as "title", "upload_type" and "creators".');
  const reading = new Reading();
  for (const name of Object.keys(tree))
    if (!isKnown(name)) reading.lose(name, unknownFields[name] ?? 'is no field of Zenodo, and is left out.');
  const draft: DraftInput = compact({
    metadata: metadataOf(reading, tree),
    access: accessOf(reading, tree),
    custom_fields: customFieldsOf(reading, tree),
    pids: pidsOf(reading, tree['doi']),
  });
  return { draft, communities: communitiesOf(reading, tree['communities']), losses: reading.losses };
}

const unknownFields: Readonly<Record<string, string>> = {
  access_conditions: 'has no place in a record any more, and is left out.',
  prereserve_doi: 'is no metadata; reserve the DOI of the draft.',
};

function metadataOf(reading: Reading, tree: Tree): Metadata {
  const text = (field: string) => reading.text(field, tree[field]);
  const type = typeOf(reading, tree);
  const license = rightsOf(reading, tree['license']);
  const language = languageOf(reading, tree['language']);
  const { related, own } = relatedOf(reading, tree['related_identifiers']);
  const features = locationsOf(reading, tree['locations']);
  return compact({
    title: text('title'),
    resource_type: type === undefined ? undefined : { id: type },
    creators: agentsOf(reading, 'creators', tree['creators']),
    contributors: contributorsOf(reading, tree),
    publisher: text('imprint_publisher'),
    publication_date: text('publication_date'),
    description: text('description'),
    additional_descriptions: [
      { description: text('notes'), type: { id: 'notes' } },
      { description: text('method'), type: { id: 'methods' } },
    ].flatMap(({ description, type: kind }) => (description === undefined ? [] : [{ description, type: kind }])),
    subjects: reading.each('keywords', tree['keywords'], (word, at) => wrap('subject', reading.text(at, word))),
    references: reading.each('references', tree['references'], (one, at) => wrap('reference', reading.text(at, one))),
    version: text('version'),
    languages: language === undefined ? undefined : [{ id: language }],
    rights: license && [license],
    dates: datesOf(reading, tree['dates']),
    identifiers: own,
    related_identifiers: related,
    funding: fundingOf(reading, tree['grants']),
    locations: features.length > 0 ? { features } : undefined,
  });
}

function wrap<Name extends string>(name: Name, text: string | undefined): Readonly<{ [Key in Name]: string }> | undefined {
  return text === undefined ? undefined : ({ [name]: text } as Readonly<{ [Key in Name]: string }>);
}

/** `publication` and its `publication_type` make `publication-article`. Zenodo calls a thesis a dissertation now. */
function typeOf(reading: Reading, tree: Tree): string | undefined {
  const type = reading.text('upload_type', tree['upload_type']);
  if (type === undefined) return undefined;
  const detail = reading.text(`${type}_type`, tree[`${type}_type`]);
  const id = detail === undefined ? type : `${type}-${detail}`;
  return id === 'publication-thesis' ? 'publication-dissertation' : id;
}

/** What cannot be read is kept from the public: it can be opened later, and not the other way round. */
function accessOf(reading: Reading, tree: Tree): Access | undefined {
  const right = reading.text('access_right', tree['access_right']);
  const until = reading.text('embargo_date', tree['embargo_date']);
  if (right === undefined && (tree['access_right'] ?? '') === '') return undefined;
  if (right === 'open') return { record: 'public', files: 'public' };
  if (right === 'embargoed' && until !== undefined) return { record: 'public', files: 'restricted', embargo: { active: true, until } };
  if (right === 'embargoed') reading.lose('embargo_date', 'is missing; the files are restricted without an end.');
  else if (right === 'closed') reading.lose('access_right', 'is "closed", which Zenodo has no more; the files are restricted.');
  else if (right !== 'restricted') reading.lose('access_right', 'is none that Zenodo knows; the files are restricted.');
  return { record: 'public', files: 'restricted' };
}

/** A DOI of Zenodo's prefix is that of another record, or of the draft that the file came from: Zenodo gives a new one. */
function pidsOf(reading: Reading, value: unknown): DraftInput['pids'] {
  const doi = reading.text('doi', value)?.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)/i, '');
  if (doi === undefined) return undefined;
  if (/^10\.(?:5281|5072)\//.test(doi)) return reading.lose('doi', 'is one that Zenodo gives, and is left out.');
  return { doi: { identifier: doi, provider: 'external' } };
}

function communitiesOf(reading: Reading, value: unknown): readonly string[] {
  return reading.each('communities', value, (one, at) => {
    const slug = reading.text(`${at}.identifier`, treeIn(one)?.['identifier']);
    return slug ?? reading.lose(at, 'needs the "identifier" of a community, and is left out.');
  });
}
