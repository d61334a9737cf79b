import { compact, listIn, orcidIn, personOf, textIn, treeIn } from './loose-values.ts';

const kinds: Readonly<Record<string, string>> = {
  publication: 'publication',
  poster: 'poster',
  presentation: 'presentation',
  dataset: 'dataset',
  image: 'image',
  video: 'video',
  software: 'software',
  lesson: 'lesson',
  physicalobject: 'physicalobject',
  other: 'other',
};

/**
 * The native metadata of a `.zenodo.json`, which has the fields of the old deposit API. What has no counterpart, and what
 * would decide about access, communities or DOIs, is left out: the recipe decides.
 *
 * @see https://developers.zenodo.org/#representation
 */
export function defaultsFromZenodoJson(tree: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const kind = kinds[textIn(tree['upload_type']) ?? ''];
  const sub = textIn(tree['publication_type']) ?? textIn(tree['image_type']);
  const license = textIn(tree['license']) ?? textIn(treeIn(tree['license'])?.['id']);
  const defaults = compact({
    title: textIn(tree['title']),
    description: textIn(tree['description']),
    publication_date: textIn(tree['publication_date']),
    version: textIn(tree['version']),
    resource_type: kind && { id: sub && (kind === 'publication' || kind === 'image') ? `${kind}-${sub}` : kind },
    creators: listIn(tree['creators']).flatMap(agent),
    contributors: listIn(tree['contributors']).flatMap(contributor),
    subjects: listIn(tree['keywords']).flatMap((word) => (textIn(word) === undefined ? [] : [{ subject: textIn(word) }])),
    rights: license === undefined ? undefined : [{ id: license.toLowerCase() }],
    references: listIn(tree['references']).flatMap((reference) =>
      textIn(reference) === undefined ? [] : [{ reference: textIn(reference) }],
    ),
    related_identifiers: listIn(tree['related_identifiers']).flatMap(related),
  });
  return Object.keys(defaults).length === 0 ? undefined : defaults;
}

function agent(value: unknown): readonly object[] {
  const one = treeIn(value);
  const name = textIn(one?.['name']);
  if (!one || name === undefined) return [];
  const affiliation = textIn(one['affiliation']);
  return [
    compact({ person_or_org: personOf(name, { orcid: orcidIn(one['orcid']) }), affiliations: affiliation && [{ name: affiliation }] }),
  ];
}

function contributor(value: unknown): readonly object[] {
  const role = textIn(treeIn(value)?.['type'])?.toLowerCase();
  return role === undefined ? [] : agent(value).map((one) => ({ ...one, role: { id: role } }));
}

function related(value: unknown): readonly object[] {
  const one = treeIn(value);
  const [identifier, relation] = [textIn(one?.['identifier']), textIn(one?.['relation'])];
  if (identifier === undefined || relation === undefined) return [];
  return [compact({ identifier, scheme: textIn(one?.['scheme']), relation_type: { id: relation.toLowerCase() } })];
}
