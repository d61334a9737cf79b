import { copyOf, type Doc, isDoc, type Json } from '../json.ts';
import { type VocabularyName, vocabularies } from './vocabulary.ts';

interface Reference {
  /** Where in the metadata objects with an `id` of the vocabulary stand; `[]` goes into a list. */
  readonly path: readonly string[];
  readonly vocabulary: VocabularyName;
  /** What is shown of a term beside its id. */
  readonly shows: readonly string[];
}

/** Every place in native metadata that names a term of a vocabulary, in the order in which Zenodo checks them. */
const REFERENCES: readonly Reference[] = [
  { path: ['resource_type'], vocabulary: 'resource-types', shows: ['title'] },
  { path: ['creators', '[]', 'role'], vocabulary: 'creator-roles', shows: ['title'] },
  { path: ['creators', '[]', 'affiliations', '[]'], vocabulary: 'affiliations', shows: ['name', 'identifiers'] },
  { path: ['additional_titles', '[]', 'type'], vocabulary: 'title-types', shows: ['title'] },
  { path: ['additional_titles', '[]', 'lang'], vocabulary: 'languages', shows: ['title'] },
  { path: ['contributors', '[]', 'role'], vocabulary: 'contributor-roles', shows: ['title'] },
  { path: ['contributors', '[]', 'affiliations', '[]'], vocabulary: 'affiliations', shows: ['name', 'identifiers'] },
  { path: ['dates', '[]', 'type'], vocabulary: 'date-types', shows: ['title'] },
  { path: ['languages', '[]'], vocabulary: 'languages', shows: ['title'] },
  { path: ['related_identifiers', '[]', 'relation_type'], vocabulary: 'relation-types', shows: ['title'] },
  { path: ['related_identifiers', '[]', 'resource_type'], vocabulary: 'resource-types', shows: ['title'] },
  { path: ['additional_descriptions', '[]', 'type'], vocabulary: 'description-types', shows: ['title'] },
  { path: ['additional_descriptions', '[]', 'lang'], vocabulary: 'languages', shows: ['title'] },
  { path: ['rights', '[]'], vocabulary: 'licenses', shows: ['title', 'description', 'icon', 'props.url', 'props.scheme'] },
  { path: ['subjects', '[]'], vocabulary: 'subjects', shows: ['subject', 'scheme'] },
  { path: ['funding', '[]', 'funder'], vocabulary: 'funders', shows: ['name'] },
  { path: ['funding', '[]', 'award'], vocabulary: 'awards', shows: ['number', 'title', 'identifiers', 'acronym', 'program'] },
];

/** The first id that its vocabulary does not know, or undefined when all are known. */
export function unknownTerm(metadata: Doc): string | undefined {
  for (const { path, vocabulary } of REFERENCES) {
    for (const target of targets(metadata, path)) {
      const id = target['id'];
      if (typeof id === 'string' && vocabularies[vocabulary].find(id) === undefined) return id;
    }
  }
  return undefined;
}

/** True when the metadata names any term at all. */
export function namesTerms(metadata: Doc): boolean {
  return REFERENCES.some(({ path }) => targets(metadata, path).some((target) => typeof target['id'] === 'string'));
}

/** The metadata with each named term shown in full: its titles, a licence's address, an award's number. */
export function withTerms(metadata: Doc): Doc {
  return shownIn(metadata, REFERENCES);
}

function shownIn(doc: Doc, references: readonly Reference[]): Doc {
  const shown = copyOf(doc);
  for (const { path, vocabulary, shows } of references) {
    for (const target of targets(shown, path)) {
      const term = typeof target['id'] === 'string' ? vocabularies[vocabulary].find(target['id']) : undefined;
      if (term) for (const name of shows) show(target, term, name);
    }
  }
  return shown;
}

/** Terms in custom fields: a programming language that this server has no title of keeps its id alone. */
const CUSTOM: readonly Reference[] = [
  { path: ['code:programmingLanguage', '[]'], vocabulary: 'programming-languages', shows: ['title'] },
  { path: ['code:developmentStatus'], vocabulary: 'development-status', shows: ['title'] },
];

/** The first id in custom fields that no vocabulary knows. Of programming languages any is taken for known that is an id at all. */
export function unknownCustomTerm(customFields: Doc): string | undefined {
  for (const { path, vocabulary } of CUSTOM)
    for (const { id } of targets(customFields, path))
      if (typeof id === 'string' && (id === '' || (vocabulary !== 'programming-languages' && !vocabularies[vocabulary].find(id))))
        return id;
  return undefined;
}

/** Custom fields with their terms shown in full. */
export function withCustomTerms(customFields: Doc): Doc {
  return shownIn(customFields, CUSTOM);
}

function show(target: Doc, term: Doc, name: string): void {
  const [outer = name, inner] = name.split('.');
  const value = term[outer];
  if (value === undefined || value === '') return;
  if (inner === undefined) target[outer] = copyOf(value);
  else if (isDoc(value) && value[inner] !== undefined)
    target[outer] = { ...(isDoc(target[outer]) ? target[outer] : {}), [inner]: value[inner] };
}

function targets(from: Json | undefined, path: readonly string[]): Doc[] {
  const [step, ...rest] = path;
  if (step === undefined) return isDoc(from) ? [from] : [];
  if (step === '[]') return Array.isArray(from) ? from.flatMap((item) => targets(item, rest)) : [];
  return isDoc(from) ? targets(from[step], rest) : [];
}
