import type { SearchDocument, Searched } from './document.ts';
import { kindOf } from './fields.ts';
import { documentTest, hasWildcard, pathsOf } from './match.ts';
import type { Query } from './query.ts';
import { WordScores } from './word-scores.ts';

/** By the place of a document in the list: how well it fits; 0 for not at all. */
type Scores = Float64Array;

/**
 * Puts to `all` how well each document fits a query, of those that fit at all: a rare word counts more than a frequent one,
 * in a short text more than in a long one, and of several fields the best counts.
 */
export function addScores(query: Query, documents: readonly SearchDocument[], numbers: Searched, all: Map<SearchDocument, number>): void {
  scored(query, documents, numbers).forEach((score, at) => {
    if (score > 0) all.set(documents[at]!, score);
  });
}

function scored(query: Query, documents: readonly SearchDocument[], numbers: Searched): Scores {
  if (query.kind === 'clauses') return summed(query, documents, numbers);
  if (query.kind === 'value' && isWeighed(query, numbers)) return new WordScores(query, numbers).of(documents);
  const test = documentTest(query, numbers);
  return Float64Array.from(documents, (document) => (test(document) ? 1 : 0));
}

function summed({ must, should }: Query & { kind: 'clauses' }, documents: readonly SearchDocument[], numbers: Searched): Scores {
  const sum = new Float64Array(documents.length);
  for (const one of [...must, ...should]) {
    const test = one.kind === 'clauses' ? documentTest(one, numbers) : undefined;
    scored(one, documents, numbers).forEach((score, at) => {
      if (score > 0 && (!test || test(documents[at]!))) sum[at]! += score;
    });
  }
  return sum;
}

function isWeighed({ field, text, quoted }: Query & { kind: 'value' }, numbers: Searched): boolean {
  if (field === '*' || field === '_exists_' || kindOf(pathsOf(field, numbers)[0] ?? '') !== undefined) return false;
  return quoted || !hasWildcard(text);
}
