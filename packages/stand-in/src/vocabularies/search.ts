import type { Doc, Json } from '../json.ts';
import { isDoc } from '../json.ts';
import { plainMatches } from '../search/plain-match.ts';
import { parseQuery } from '../search/query.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A term of a vocabulary, with what it is found and ordered by. */
export interface Term {
  readonly id: string;
  readonly doc: Doc;
}

/** What a query without a field is looked for in. */
const FOUND_BY = {
  texts: [
    'id',
    'titles',
    'title.en',
    'name',
    'acronym',
    'aliases',
    'subject',
    'scheme',
    'number',
    'country_name',
    'program',
    'identifiers.identifier',
    'description.en',
    'funder.name',
    'given_name',
    'family_name',
    'affiliations.name',
    'affiliations.acronym',
  ],
};

/** The terms that fit a query in the search language. */
export function termsMatching(vocabulary: Vocabulary, query: string): Term[] {
  const parsed = parseQuery(query);
  return termsOf(vocabulary).filter(({ id, doc }) => plainMatches(parsed, { ...doc, id, titles: titlesOf(doc) }, FOUND_BY));
}

export function termsOf(vocabulary: Vocabulary): Term[] {
  return [...vocabulary.all()].map(([id, doc]) => ({ id, doc }));
}

/** The text that a term is listed by. */
export function labelOf({ id, doc }: Term): string {
  const title = isDoc(doc['title']) ? doc['title']['en'] : undefined;
  return String(doc['name'] ?? doc['subject'] ?? title ?? id);
}

function titlesOf(doc: Doc): Json[] {
  return isDoc(doc['title']) ? Object.values(doc['title']) : [];
}
