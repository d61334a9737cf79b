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

/** The terms with words that begin as those of a text somebody is typing, those that fit best first. */
export function termsSuggested(vocabulary: Vocabulary, text: string): Term[] {
  const wanted = words(text);
  const ranked = termsOf(vocabulary).map((term) => ({ term, rank: suggestionRank(term, text.toLowerCase(), wanted) }));
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ term }) => term);
}

export function termsOf(vocabulary: Vocabulary): Term[] {
  return [...vocabulary.all()].map(([id, doc]) => ({ id, doc }));
}

/** The text that a term is listed by. */
export function labelOf({ id, doc }: Term): string {
  const title = isDoc(doc['title']) ? doc['title']['en'] : undefined;
  return String(doc['name'] ?? doc['subject'] ?? title ?? id);
}

/** 3 for the id or acronym itself, 2 for a label that begins so, 1 for any word that does, 0 for nothing. */
function suggestionRank(term: Term, text: string, wanted: readonly string[]): number {
  const { id, doc } = term;
  if (id.toLowerCase() === text || String(doc['acronym'] ?? '').toLowerCase() === text) return 3;
  const identifiers = Array.isArray(doc['identifiers'])
    ? doc['identifiers'].flatMap((one) => (isDoc(one) ? [one['identifier'] ?? ''] : []))
    : [];
  const found = [id, labelOf(term), doc['acronym'] ?? '', doc['number'] ?? '', ...titlesOf(doc), ...identifiers].flatMap((value) =>
    words(String(value)),
  );
  const fits = (want: string, at: number) => found.some((word) => (at === wanted.length - 1 ? word.startsWith(want) : word === want));
  if (wanted.length === 0 || !wanted.every(fits)) return 0;
  return labelOf(term).toLowerCase().startsWith(text) ? 2 : 1;
}

function titlesOf(doc: Doc): Json[] {
  return isDoc(doc['title']) ? Object.values(doc['title']) : [];
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}
