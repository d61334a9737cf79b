import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import type { Content } from '../state/entry.ts';
import { legacyAcronym, legacyFunder } from '../vocabularies/legacy-funders.ts';
import { legacyLicense } from '../vocabularies/legacy-licenses.ts';
import { withCustomTerms, withTerms } from '../vocabularies/references.ts';
import { termProperty, vocabularies } from '../vocabularies/vocabulary.ts';

/** The `metadata` of Zenodo's own dialect, but for what depends on the record's place among its versions. */
export function zenodoMetadata(content: Content, doi: string | undefined): Doc {
  const metadata = withTerms(content.metadata);
  const description = (type: string) =>
    docsAt(metadata, 'additional_descriptions').find((one) => docAt(one, 'type')['id'] === type)?.['description'];
  return present({
    title: metadata['title'],
    doi,
    publication_date: metadata['publication_date'],
    description: metadata['description'],
    creators: optionalList(docsAt(metadata, 'creators').map(personView)),
    contributors: optionalList(docsAt(metadata, 'contributors').map(contributorView)),
    keywords: optionalList(docsAt(metadata, 'subjects').map((subject) => subject['subject'] ?? '')),
    subjects: content.customFields['legacy:subjects'],
    related_identifiers: optionalList(docsAt(metadata, 'related_identifiers').map(relatedView)),
    alternate_identifiers: optionalList(docsAt(metadata, 'identifiers').map((one) => ({ identifier: one['identifier'] ?? '' }))),
    locations: optionalList(docsAt(docAt(metadata, 'locations'), 'features').map(placeView)),
    dates: optionalList(docsAt(metadata, 'dates').map(dateView)),
    version: metadata['version'],
    references: optionalList(docsAt(metadata, 'references').map((one) => one['reference'] ?? '')),
    language: docsAt(metadata, 'languages')[0]?.['id'],
    license: licenceView(metadata),
    grants: optionalList(docsAt(metadata, 'funding').flatMap(grantView)),
    notes: description('notes'),
    method: description('methods'),
    ...groups(withCustomTerms(content.customFields)),
  });
}

/** Custom fields that the old dialect knows by names of their own, and of them the parts it knows. */
const GROUPS: Readonly<Record<string, { readonly name: string; readonly shows: readonly string[] }>> = {
  'journal:journal': { name: 'journal', shows: ['issue', 'pages', 'title', 'volume'] },
  'meeting:meeting': { name: 'meeting', shows: ['title', 'acronym', 'dates', 'place', 'url', 'session', 'session_part'] },
  'imprint:imprint': { name: 'imprint', shows: ['place', 'isbn'] },
  'thesis:thesis': { name: 'thesis', shows: ['university'] },
};

/** Custom fields with these prefixes are known by names of their own, or by none. */
export const NAMED = ['legacy:', 'thesis:', 'imprint:', 'meeting:', 'journal:'];

function groups(customFields: Doc): Doc {
  const shown: Doc = {};
  const custom: Doc = {};
  for (const [key, value] of Object.entries(customFields)) {
    const group = GROUPS[key];
    if (group) shown[group.name] = present(Object.fromEntries(group.shows.map((part) => [part, docAt(customFields, key)[part]])));
    else if (!NAMED.some((prefix) => key.startsWith(prefix))) custom[key] = value;
  }
  return Object.keys(custom).length > 0 ? { ...shown, custom } : shown;
}

/** A place with the two numbers of its point. */
export function placeView(feature: Doc): Doc {
  const { coordinates, type } = docAt(feature, 'geometry');
  const [lon, lat] = type === 'Point' && Array.isArray(coordinates) ? coordinates : [];
  return present({ place: feature['place'], description: feature['description'], lon, lat });
}

function present(values: Record<string, Json | undefined>): Doc {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function optionalList(items: Json[]): Json[] | undefined {
  return items.length > 0 ? items : undefined;
}

export function personView(person: Doc): Doc {
  const body = docAt(person, 'person_or_org');
  const identifier = (scheme: string) =>
    textAt(docsAt(body, 'identifiers').findLast((one) => one['scheme'] === scheme) ?? {}, 'identifier');
  return present({
    name: body['name'],
    affiliation: docsAt(person, 'affiliations')[0]?.['name'] ?? null,
    orcid: identifier('orcid')?.replace('orcid:', ''),
    gnd: identifier('gnd')?.replace('gnd:', ''),
  });
}

export function contributorView(person: Doc): Doc {
  const role = textAt(docAt(person, 'role'), 'id');
  const type = role === undefined ? undefined : termProperty('contributor-roles', role, 'datacite');
  return { ...personView(person), type: type ?? null };
}

/** Relations that the old dialect has no word for, and leaves out. */
const NEWER_RELATIONS = new Set(['istranslationof', 'hastranslation', 'iscollectedby', 'collects', 'other']);

export function relatedView(related: Doc): Doc {
  const relation = textAt(docAt(related, 'relation_type'), 'id');
  const datacite = relation === undefined ? undefined : termProperty('relation-types', relation, 'datacite');
  return present({
    identifier: related['identifier'],
    relation: datacite === undefined || NEWER_RELATIONS.has(relation!) ? undefined : datacite.charAt(0).toLowerCase() + datacite.slice(1),
    resource_type: docAt(related, 'resource_type')['id'],
    scheme: related['scheme'],
  });
}

/** Only intervals keep their days; a single date is lost, as on Zenodo. */
export function dateView(date: Doc): Doc {
  const [start, end] = (textAt(date, 'date') ?? '').split('/');
  return present({ type: docAt(date, 'type')['id'], description: date['description'], ...(end === undefined ? {} : { start, end }) });
}

function licenceView(metadata: Doc): Doc | undefined {
  const id = textAt(docsAt(metadata, 'rights')[0] ?? {}, 'id');
  return id === undefined ? undefined : { id: legacyLicense(id) };
}

/** A grant needs a funder that the vocabulary knows and a number; others are not shown. */
function grantView(funding: Doc): Json[] {
  const award = docAt(funding, 'award');
  const funder = docAt(funding, 'funder');
  const id = textAt(funder, 'id');
  const number = textAt(award, 'number');
  if (!id || !number) return [];
  const known = vocabularies.funders.find(id) ?? {};
  const name = legacyFunder(id);
  const doi = textAt(docsAt(known, 'identifiers').find((one) => one['scheme'] === 'doi') ?? {}, 'identifier');
  const titles = docAt(award, 'title');
  const identifier = (scheme: string) => docsAt(award, 'identifiers').find((one) => one['scheme'] === scheme)?.['identifier'];
  return [
    present({
      code: number,
      internal_id: `${name}::${number}`,
      funder: present({
        name: funder['name'],
        doi: doi ?? (name === id ? undefined : name),
        acronym: legacyAcronym(name) ?? known['acronym'],
      }),
      title: titles['en'] ?? Object.values(titles)[0],
      acronym: award['acronym'],
      program: award['program'],
      url: identifier('url'),
      doi: identifier('doi'),
    }),
  ];
}
