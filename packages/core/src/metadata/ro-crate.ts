import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Creator } from '../types/metadata.ts';
import { type Conversion, ensureTree, Reading } from './conversion.ts';
import { licenseOf } from './linked-license.ts';
import { compact, listIn, orcidIn, type Tree, textIn, treeIn } from './loose-values.ts';
import { person } from './named-person.ts';

/**
 * Zenodo's metadata from an RO-Crate's root: name, description, authors, date, licence, keywords, version. Its parts are the
 * files, which it describes better than a record can; of them nothing is read.
 *
 * @param crate - what `JSON.parse` makes of an `ro-crate-metadata.json`
 * @throws {ConfigurationError} it is no object, or has no root dataset
 * @see https://www.researchobject.org/ro-crate/specification/1.1/root-data-entity.html
 */
export function fromRoCrate(crate: unknown): Conversion {
  const entities = new Map<string, Tree>();
  for (const value of listIn(ensureTree('An RO-Crate', crate)['@graph'])) {
    const entity = treeIn(value);
    const id = textIn(entity?.['@id']);
    if (entity && id !== undefined) entities.set(id, entity);
  }
  const descriptor = entities.get('ro-crate-metadata.json') ?? entities.get('./ro-crate-metadata.json');
  const root = entities.get(textIn(treeIn(descriptor?.['about'])?.['@id']) ?? './');
  if (!root) throw new ConfigurationError('This RO-Crate has no root dataset; its "@graph" needs an entity with the "@id" "./".');
  const whole = (value: unknown): Tree | undefined => {
    const id = textIn(treeIn(value)?.['@id']);
    return (id === undefined ? undefined : entities.get(id)) ?? treeIn(value);
  };
  const reading = new Reading();
  const license = licenseOf(root['license']);
  const keywords = listIn(root['keywords']).flatMap((word) => textIn(word)?.split(',') ?? []);
  const people = (field: string) =>
    reading.each(
      field,
      root[field],
      (author, at) => agent(whole(author)) ?? reading.lose(at, 'has no name in the crate, and is left out.'),
    );
  const metadata = compact({
    title: reading.text('name', root['name']),
    description: reading.text('description', root['description']),
    publication_date: reading.text('datePublished', root['datePublished'])?.slice(0, 10),
    version: reading.text('version', root['version']),
    creators: [...people('author'), ...people('creator')],
    rights: license && [license],
    subjects: keywords.map((subject) => ({ subject: subject.trim() })).filter(({ subject }) => subject !== ''),
  });
  return { draft: { metadata }, communities: [], losses: reading.losses };
}

function agent(entity: Tree | undefined): Creator | undefined {
  const family = textIn(entity?.['familyName']);
  const name = textIn(entity?.['name']) ?? family;
  if (!entity || name === undefined) return undefined;
  if (listIn(entity['@type']).includes('Organization')) return { person_or_org: { type: 'organizational', name } };
  return { person_or_org: person(name, { given: textIn(entity['givenName']), family, orcid: orcidIn(entity['@id']) }) };
}
