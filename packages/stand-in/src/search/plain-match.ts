import type { Doc } from '../json.ts';
import { wordsOf } from './analysis.ts';
import { valuesAt } from './fields-of.ts';
import type { Query } from './query.ts';

/** Which fields of a kind of documents are read as words. A word without a field is looked for in these. */
export interface PlainFields {
  readonly texts: readonly string[];
  /** True where the start of a word is enough, as in titles of communities. */
  readonly prefixes?: boolean;
}

/** True when a plain document (a community, a request, a member) is a hit for the query. */
export function plainMatches(query: Query, document: Doc, fields: PlainFields): boolean {
  if (query.kind === 'clauses') {
    if (query.not.some((one) => plainMatches(one, document, fields))) return false;
    if (!query.must.every((one) => plainMatches(one, document, fields))) return false;
    return query.must.length > 0 || query.should.length === 0 || query.should.some((one) => plainMatches(one, document, fields));
  }
  if (query.kind === 'value') {
    if (query.field === undefined && query.text === '*') return true;
    const paths = query.field === undefined ? fields.texts : [query.field];
    return paths.some((path) => valuesAt(document, path.split('.')).some((value) => holds(String(value), path, query, fields)));
  }
  if (query.kind === 'fuzzy') return plainMatches({ ...query, kind: 'value', quoted: false }, document, fields);
  if (query.kind === 'range') {
    const { from, to } = query;
    return valuesAt(document, (query.field ?? '').split('.'))
      .map(String)
      .some((value) => {
        const lower = from.text === undefined || (from.included ? value >= from.text : value > from.text);
        return lower && (to.text === undefined || (to.included ? value <= to.text : value < to.text));
      });
  }
  return false;
}

function holds(value: string, path: string, { text, quoted }: Query & { kind: 'value' }, { texts, prefixes }: PlainFields): boolean {
  const plain = text.replace(/\\(.)/gs, '$1');
  if (plain === '*') return true;
  if (!texts.includes(path)) return plain.endsWith('*') ? value.startsWith(plain.slice(0, -1)) : value === plain;
  const found = wordsOf(value, 'words');
  const starts = prefixes === true || plain.endsWith('*');
  const fits = (word: string, want: string, isLast: boolean) => (starts && isLast ? word.startsWith(want) : word === want);
  // What is in quotes, or has no space in it, stands side by side.
  return (quoted ? [plain] : plain.split(/\s+/)).some((part) => {
    const wanted = wordsOf(part, 'words');
    return wanted.length > 0 && found.some((_, at) => wanted.every((want, n) => fits(found[at + n] ?? '', want, n === wanted.length - 1)));
  });
}
