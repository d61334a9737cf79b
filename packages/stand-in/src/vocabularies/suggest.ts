import { type Doc, docsAt, isDoc, textAt } from '../json.ts';
import { wordsOf } from '../search/analysis.ts';
import { isWithin } from '../search/edits.ts';
import type { Term } from './search.ts';

/** In which fields of a term a suggestion is looked for, and how much each counts. */
type Weights = Readonly<Record<string, number>>;

/** How a vocabulary answers somebody who is typing. */
export type Suggest = (terms: readonly Term[], text: string) => Term[];

/**
 * One word is enough, and the last one may be unfinished: vocabularies and awards.
 *
 * @see inveniosoftware/invenio-vocabularies: invenio_vocabularies/services/config.py, contrib/awards/config.py
 */
export function byAnyWord(weights: Weights): Suggest {
  return (terms, text) => {
    const typed = wordsOf(text, 'words');
    const fits = (word: string, at: number, found: readonly string[]) =>
      at === typed.length - 1 ? found.some((one) => one.startsWith(word)) : found.includes(word);
    return ranked(terms, (term) =>
      best(weights, (field) => {
        const found = textsOf(term, field).flatMap((one) => wordsOf(one, 'words'));
        return typed.filter((word, at) => fits(word, at, found)).length;
      }),
    );
  };
}

/**
 * Every word is wanted, as the beginning of one, in whichever field; words in one field, and a slip of the finger in it, are found too:
 * organisations, people and subjects.
 *
 * @see inveniosoftware/invenio-records-resources: invenio_records_resources/services/records/queryparser/suggest.py
 */
export function byAllWords(weights: Weights, scopedBy?: string): Suggest {
  return (terms, text) => {
    const [scopes, rest] = scopedBy === undefined ? [[], text] : scopeOf(text);
    const typed = wordsOf(rest, 'plain');
    if (typed.length === 0) return [];
    const among = scopes.length === 0 ? terms : terms.filter(({ doc }) => scopes.includes(textAt(doc, scopedBy!) ?? ''));
    return ranked(among, (term) => {
      const words = (name: string) => textsOf(term, name).flatMap((one) => wordsOf(one, 'plain'));
      const isIn = (word: string, found: readonly string[]) => found.some((one) => one.startsWith(word));
      const everything = Object.keys(weights).flatMap(words);
      const across = typed.every((word) => isIn(word, everything)) ? 3 * typed.length : 0;
      const within = best(weights, (name) => {
        const found = words(name);
        if (typed.every((word) => isIn(word, found))) return 2 * typed.length;
        return typed.every((word) => found.some((one) => isNearly(word, one))) ? typed.length : 0;
      });
      const whole = wordsOf(textAt(term.doc, 'acronym') ?? '', 'plain').join('') === typed.join('') ? 50 : 0;
      return across + within + whole;
    });
  };
}

/** `MeSH,FOS:calc` looks in these schemes alone. */
function scopeOf(text: string): [scopes: string[], rest: string] {
  const at = text.indexOf(':');
  return at < 0 ? [[], text] : [text.slice(0, at).split(','), text.slice(at + 1)];
}

function ranked(terms: readonly Term[], rankOf: (term: Term) => number): Term[] {
  return terms
    .map((term) => ({ term, rank: rankOf(term) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ term }) => term);
}

function best(weights: Weights, count: (field: string) => number): number {
  return Math.max(...Object.entries(weights).map(([field, weight]) => weight * count(field)));
}

/** How many slips a word may have: none in two letters, one in five, two in more. */
function isNearly(typed: string, word: string): boolean {
  const most = typed.length <= 2 ? 0 : typed.length <= 5 ? 1 : 2;
  for (let length = Math.max(2, typed.length - most); length <= Math.min(word.length, typed.length + most); length++)
    if (isWithin(most, typed, word.slice(0, length))) return true;
  return false;
}

function textsOf({ id, doc }: Term, field: string): string[] {
  if (field === 'id') return [id];
  if (field === 'identifiers') return docsAt(doc, 'identifiers').map((one) => textAt(one, 'identifier') ?? '');
  if (field === 'affiliations') return docsAt(doc, field).flatMap((one) => [textAt(one, 'name') ?? '', textAt(one, 'acronym') ?? '']);
  if (field === 'title') return [english(doc)];
  const given = doc[field];
  return (Array.isArray(given) ? given : [given]).filter((one) => typeof one === 'string');
}

function english({ title }: Doc): string {
  return isDoc(title) ? (textAt(title, 'en') ?? '') : '';
}
