import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Creator, Rights } from '../types/metadata.ts';
import { type Conversion, ensureTree, Reading } from './conversion.ts';
import { compact, type Tree, textIn } from './loose-values.ts';

/** The DOI is that of a release before, or of all of them: Zenodo gives this one its own. */
const leftOut = [
  'doi',
  'identifiers',
  'url',
  'repository',
  'repository-code',
  'repository-artifact',
  'references',
  'preferred-citation',
  'contact',
];

/**
 * Zenodo's metadata from a citation file: title, abstract, authors, date, licence, keywords, version and kind.
 *
 * @param citation - what a YAML parser makes of a `CITATION.cff`
 * @throws {ConfigurationError} it is no object, or has no `cff-version`
 * @see https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md
 */
export function fromCitationCff(citation: unknown): Conversion {
  const tree = ensureTree('A citation file', citation);
  if (tree['cff-version'] === undefined) throw new ConfigurationError('This is no citation file: it has no "cff-version".');
  const reading = new Reading();
  const metadata = compact({
    title: reading.text('title', tree['title']),
    description: reading.text('abstract', tree['abstract']),
    resource_type: { id: textIn(tree['type']) === 'dataset' ? 'dataset' : 'software' },
    publication_date: dateOf(reading, tree['date-released']),
    version: versionOf(reading, tree['version']),
    creators: reading.eachTree('authors', tree['authors'], (author, at) => agent(reading, author, at)),
    rights: rightsOf(reading, tree),
    subjects: reading.each('keywords', tree['keywords'], (word, at) => {
      const subject = reading.text(at, word);
      return subject === undefined ? undefined : { subject };
    }),
  });
  reading.leaveOut(tree, leftOut);
  return { draft: { metadata }, communities: [], losses: reading.losses };
}

/** Some parsers of YAML make a date of what looks like one. */
function dateOf(reading: Reading, value: unknown): string | undefined {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString().slice(0, 10);
  const text = reading.text('date-released', value);
  if (text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return reading.lose('date-released', 'is no date such as 2026-11-25, and is left out.');
}

/** Unquoted, `1.10` is the number 1.1: which text it was nobody knows any more. */
function versionOf(reading: Reading, value: unknown): string | undefined {
  if (typeof value !== 'number') return reading.text('version', value);
  reading.lose('version', `is the number ${value} and no text; write it between quotation marks.`);
  return String(value);
}

function rightsOf(reading: Reading, tree: Tree): readonly Rights[] {
  const known = reading.each('license', tree['license'], (one, at) => {
    const id = reading.text(at, one)?.toLowerCase();
    return id === undefined ? undefined : { id };
  });
  const link = reading.text('license-url', tree['license-url']);
  return known.length > 0 || link === undefined ? known : [{ title: { en: link }, link }];
}

/** A person has a family name or a given one; what has a name is an organisation. */
function agent(reading: Reading, author: Tree, at: string): Creator | undefined {
  const orcid = reading.orcid(`${at}.orcid`, textIn(author['orcid']));
  const identifiers = orcid === undefined ? undefined : [{ scheme: 'orcid', identifier: orcid }];
  const name = textIn(author['name']);
  if (name !== undefined) return { person_or_org: { type: 'organizational', name, ...compact({ identifiers }) } };
  const [given, last] = [textIn(author['given-names']), textIn(author['family-names'])];
  const family = [textIn(author['name-particle']), last, textIn(author['name-suffix'])].filter((part) => part !== undefined).join(' ');
  const only = textIn(author['alias']);
  if (family === '' && given === undefined && only === undefined) return reading.lose(at, 'has no name, and is left out.');
  const affiliation = textIn(author['affiliation']);
  const names = family === '' ? { family_name: given ?? only } : { family_name: family, given_name: given };
  return {
    person_or_org: { type: 'personal', ...compact({ ...names, identifiers }) },
    ...compact({ affiliations: affiliation === undefined ? undefined : [{ name: affiliation }] }),
  };
}
