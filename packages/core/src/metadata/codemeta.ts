import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Creator } from '../types/metadata.ts';
import { type Conversion, ensureTree, Reading } from './conversion.ts';
import { licenseOf } from './linked-license.ts';
import { compact, listIn, orcidIn, type Tree, textIn, treeIn } from './loose-values.ts';
import { person } from './named-person.ts';

/** What tells of the software and no record has a place for, or Zenodo gives itself. */
const leftOut = [
  'identifier',
  'codeRepository',
  'relatedLink',
  'referencePublication',
  'funder',
  'maintainer',
  'contributor',
  'copyrightHolder',
];

/**
 * Zenodo's metadata from a CodeMeta file: name, description, authors, dates, licence, keywords and version of the software.
 *
 * @param codemeta - what `JSON.parse` makes of a `codemeta.json`
 * @throws {ConfigurationError} it is no object, or names neither CodeMeta nor a kind of software
 * @see https://codemeta.github.io/terms/
 */
export function fromCodemeta(codemeta: unknown): Conversion {
  const tree = ensureTree('A CodeMeta file', codemeta);
  const kinds = [...listIn(tree['@type']), ...listIn(tree['type'])].map((kind) => textIn(kind)?.replace(/^.*[/:]/, ''));
  const isCodemeta = listIn(tree['@context']).some((one) => /codemeta/i.test(textIn(one) ?? ''));
  if (!isCodemeta && !kinds.some((kind) => resourceTypes.has(kind ?? '')))
    throw new ConfigurationError('This is no CodeMeta file: neither its "@context" nor its "@type" says so.');
  const reading = new Reading();
  const rights = listIn(tree['license']).flatMap((one) => codeLicense(one) ?? []);
  const type = kinds.map((kind) => resourceTypes.get(kind ?? '')).find((id) => id !== undefined) ?? 'software';
  const version = reading.text('softwareVersion', tree['softwareVersion']) ?? reading.text('version', tree['version']);
  const metadata = compact({
    title: reading.text('name', tree['name']),
    description: reading.text('description', tree['description']),
    resource_type: { id: type },
    publication_date: reading.text('datePublished', tree['datePublished'])?.slice(0, 10),
    version,
    creators: reading.eachTree('author', tree['author'], (author, at) => agent(reading, author, at)),
    rights,
    subjects: keywordsOf(reading, tree['keywords']),
  });
  reading.leaveOut(tree, leftOut);
  return { draft: { metadata }, communities: [], losses: reading.losses };
}

const resourceTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SoftwareSourceCode: 'software',
    SoftwareApplication: 'software',
    Dataset: 'dataset',
  }),
);

/** A bare SPDX id too: many write `"license": "MIT"`. */
function codeLicense(value: unknown): ReturnType<typeof licenseOf> {
  const text = textIn(value) ?? textIn(treeIn(value)?.['url']);
  return text !== undefined && /^[A-Za-z0-9][\w.+-]*$/.test(text) ? { id: text.toLowerCase() } : licenseOf(text ?? value);
}

function keywordsOf(reading: Reading, value: unknown) {
  const words = reading.each('keywords', value, (word, at) => textIn(word)?.split(',') ?? reading.lose(at, 'is no text, and is left out.'));
  return words
    .flat()
    .map((subject) => ({ subject: subject.trim() }))
    .filter(({ subject }) => subject !== '');
}

function agent(reading: Reading, author: Tree, at: string): Creator | undefined {
  const kinds = [...listIn(author['@type']), ...listIn(author['type'])].map((kind) => textIn(kind)?.replace(/^.*[/:]/, ''));
  // A role says what an author of the list did, and is none itself.
  if (kinds.includes('Role')) return reading.lose(at, 'is a role, and is left out.');
  const family = textIn(author['familyName']);
  const name = textIn(author['name']) ?? family;
  if (name === undefined) return reading.lose(at, 'has no name, and is left out.');
  const affiliations = listIn(author['affiliation']).flatMap((one) => textIn(one) ?? textIn(treeIn(one)?.['name']) ?? []);
  if (kinds.includes('Organization')) return { person_or_org: { type: 'organizational', name } };
  const orcid = orcidIn(author['@id']) ?? orcidIn(author['id']);
  return {
    person_or_org: person(name, { given: textIn(author['givenName']), family, orcid }),
    ...compact({ affiliations: affiliations.map((one) => ({ name: one })) }),
  };
}
