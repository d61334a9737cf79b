import { compact, listIn, orcidIn, personOf, textIn, treeIn } from './loose-values.ts';

type Tree = Readonly<Record<string, unknown>>;

/**
 * The native metadata of an RO-Crate's root: name, description, authors, date, licence, keywords, version.
 *
 * @see https://www.researchobject.org/ro-crate/specification/1.1/root-data-entity.html
 */
export function defaultsFromRoCrate(tree: Tree): Tree | undefined {
  const entities = new Map<string, Tree>();
  for (const value of listIn(tree['@graph'])) {
    const entity = treeIn(value);
    const id = textIn(entity?.['@id']);
    if (entity && id !== undefined) entities.set(id, entity);
  }
  const descriptor = entities.get('ro-crate-metadata.json') ?? entities.get('./ro-crate-metadata.json');
  const root = entities.get(textIn(treeIn(descriptor?.['about'])?.['@id']) ?? './');
  if (!root) return undefined;
  const whole = (value: unknown): Tree | undefined => {
    const id = textIn(treeIn(value)?.['@id']);
    return (id === undefined ? undefined : entities.get(id)) ?? treeIn(value);
  };
  const license = licenseOf(root['license']);
  const keywords = listIn(root['keywords']).flatMap((word) => textIn(word)?.split(',') ?? []);
  return compact({
    title: textIn(root['name']),
    description: textIn(root['description']),
    publication_date: textIn(root['datePublished'])?.slice(0, 10),
    version: textIn(root['version']),
    creators: [...listIn(root['author']), ...listIn(root['creator'])].flatMap((author) => agent(whole(author))),
    rights: license === undefined ? undefined : [license],
    subjects: keywords.map((subject) => ({ subject: subject.trim() })).filter(({ subject }) => subject !== ''),
  });
}

function agent(entity: Tree | undefined): readonly object[] {
  const name = textIn(entity?.['name']);
  const family = textIn(entity?.['familyName']);
  if (!entity || (name === undefined && family === undefined)) return [];
  if (listIn(entity['@type']).includes('Organization')) return [{ person_or_org: { type: 'organizational', name: name ?? family } }];
  const known = { given: textIn(entity['givenName']), family, orcid: orcidIn(entity['@id']) };
  return [{ person_or_org: personOf(name ?? family ?? '', known) }];
}

/** A Creative Commons address has an id at Zenodo; other licences go by their title and address. */
function licenseOf(value: unknown): object | undefined {
  const link = textIn(value) ?? textIn(treeIn(value)?.['@id']);
  if (link === undefined) return undefined;
  const [, kind, version] = /creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/.exec(link) ?? [];
  if (kind !== undefined) return { id: `cc-${kind}-${version}` };
  if (/creativecommons\.org\/publicdomain\/zero\/1\.0/.test(link)) return { id: 'cc0-1.0' };
  const spdx = /spdx\.org\/licenses\/([\w.-]+?)(?:\.html)?$/.exec(link)?.[1];
  return spdx === undefined ? { title: { en: link }, ...(/^https?:/.test(link) && { link }) } : { id: spdx.toLowerCase() };
}
