import type { Numbers, SearchDocument } from './document.ts';
import { DEFAULT_FIELDS, fieldPath, isText } from './fields.ts';
import { fieldsOf, valuesAt } from './fields-of.ts';
import { instantRange } from './instants.ts';
import type { Bound, Query } from './query.ts';
import { words } from './words.ts';

export type DocumentTest = (document: SearchDocument) => boolean;

/** A test of documents for being a hit. It looks up the query's words once, and then compares numbers. */
export function documentTest(query: Query, numbers: Numbers): DocumentTest {
  if (query.kind === 'clauses') {
    const [must, should, not] = [query.must, query.should, query.not].map((all) => all.map((one) => documentTest(one, numbers)));
    return (document) => {
      if (not!.some((test) => test(document)) || !must!.every((test) => test(document))) return false;
      return must!.length > 0 || should!.length === 0 || should!.some((test) => test(document));
    };
  }
  if (query.kind === 'range') return query.field === undefined ? never : rangeTest(fieldPath(query.field), query.from, query.to, numbers);
  const paths = query.field === undefined ? DEFAULT_FIELDS : [fieldPath(query.field)];
  if (query.kind === 'regexp') return termTest(paths, query.accepts, numbers);
  if (query.field === '*' || (query.field === undefined && query.text === '*')) return () => true;
  if (query.field === '_exists_') return presenceTest(fieldPath(query.text), numbers);
  return valueTest(paths, query.text, query.quoted, numbers);
}

const never: DocumentTest = () => false;

/** A value in any of the fields: in those read as words as a run of words, in the others as a whole. */
function valueTest(paths: readonly string[], text: string, quoted: boolean, numbers: Numbers): DocumentTest {
  if (!quoted && text === '*') return anyOf(paths.map((path) => presenceTest(path, numbers)));
  const dates = paths.filter(isDate).map((path) => rangeTest(path, { text, included: true }, { text, included: true }, numbers));
  const texts = paths.filter((path) => isText(path));
  const wholes = paths
    .filter((path) => !isText(path) && !isDate(path))
    .map((path) => wholeTest(path, todaysValue(path, text), quoted, numbers));
  return anyOf([...dates, ...mergedWholes(wholes, numbers), ...(texts.length === 0 ? [] : [wordsTest(texts, text, quoted, numbers)])]);
}

interface Whole {
  readonly path: string;
  readonly term: number | undefined;
  readonly accepts: ((text: string) => boolean) | undefined;
}

function wholeTest(path: string, text: string, quoted: boolean, { terms }: Numbers): Whole {
  if (!quoted && hasWildcard(text)) {
    const wanted = pattern(text);
    return { path, term: undefined, accepts: (value) => wanted.test(value) };
  }
  return { path, term: terms.find(quoted ? text : withoutBackslashes(text)), accepts: undefined };
}

/** Fields that look for the same are looked through at once. */
function mergedWholes(wholes: readonly Whole[], numbers: Numbers): DocumentTest[] {
  const patterns = wholes.filter(({ accepts }) => accepts !== undefined);
  const terms = new Map<number, string[]>();
  for (const { term, path } of wholes) if (term !== undefined) terms.set(term, [...(terms.get(term) ?? []), path]);
  return [
    ...(patterns.length === 0
      ? []
      : [
          termTest(
            patterns.map(({ path }) => path),
            patterns[0]!.accepts!,
            numbers,
          ),
        ]),
    ...[...terms].map(([term, paths]) => runTest(paths, [term], numbers)),
  ];
}

function wordsTest(paths: readonly string[], text: string, quoted: boolean, numbers: Numbers): DocumentTest {
  if (!quoted && hasWildcard(text)) {
    const wanted = pattern(text.toLowerCase());
    return termTest(paths, (word) => wanted.test(word), numbers);
  }
  // Punctuation splits an unquoted word too, and its parts then stand side by side.
  const run = words(quoted ? text : withoutBackslashes(text)).map((word) => numbers.terms.find(word));
  return run.length === 0 || run.includes(undefined) ? never : runTest(paths, run as number[], numbers);
}

/** Theses have another name today, wherever their old one is asked for. */
function todaysValue(path: string, text: string): string {
  return text === 'publication-thesis' && path.includes('resource_type.') ? 'publication-dissertation' : text;
}

/** True for documents in which the terms stand side by side in one value of the fields. */
function runTest(paths: readonly string[], run: readonly number[], { paths: known }: Numbers): DocumentTest {
  const wanted = fieldSet(paths, known);
  const first = run[0]!;
  return ({ values }) => {
    let inField = false;
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value < 0) inField = wanted[-1 - value] === 1;
      else if (inField && value === first && run.every((term, offset) => values[at + offset] === term)) return true;
    }
    return false;
  };
}

/** True for documents that have a term in the fields which is accepted. */
function termTest(paths: readonly string[], accepts: (text: string) => boolean, { terms, paths: known }: Numbers): DocumentTest {
  const own = paths.filter(isOwnTime);
  const wanted = fieldSet(paths, known);
  const test = terms.test(accepts);
  return (document) => {
    if (own.some((path) => accepts(document[path]))) return true;
    let inField = false;
    for (const value of document.values) {
      if (value < 0) inField = wanted[-1 - value] === 1;
      else if (inField && test(value)) return true;
    }
    return false;
  };
}

function presenceTest(path: string, { paths: known }: Numbers): DocumentTest {
  if (isOwnTime(path)) return () => true;
  const number = known.find(path);
  return number === undefined ? never : ({ values }) => values.includes(-1 - number);
}

function rangeTest(path: string, from: Bound, to: Bound, numbers: Numbers): DocumentTest {
  const accepts = isDate(path) ? dateTest(from, to) : orderTest(from, to);
  if (!isText(path)) return termTest([path], accepts, numbers);
  // Texts are held as words; here the whole of one counts.
  return ({ entry, side }) => valuesAt(fieldsOf(entry, side), path.split('.')).some((value) => accepts(String(value)));
}

function dateTest(from: Bound, to: Bound): (value: string) => boolean {
  const [fromStart, fromEnd] = from.text === undefined ? [-Infinity, -Infinity] : instantRange(from.text);
  const [toStart, toEnd] = to.text === undefined ? [Infinity, Infinity] : instantRange(to.text);
  return (value) => {
    const [start, end] = instantRange(value);
    const lower = from.included ? end >= fromStart : start > fromEnd;
    const upper = to.included ? start <= toEnd : end < toStart;
    return lower && upper;
  };
}

function orderTest(from: Bound, to: Bound): (value: string) => boolean {
  return (value) => {
    const numeric = [value, from.text ?? '0', to.text ?? '0'].every((text) => /^-?\d+(\.\d+)?$/.test(text));
    const order = (a: string, b: string): number => (numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
    const lower = from.text === undefined || order(value, from.text) > (from.included ? -1e-9 : 0);
    const upper = to.text === undefined || order(value, to.text) < (to.included ? 1e-9 : 0);
    return lower && upper;
  };
}

function anyOf(tests: readonly DocumentTest[]): DocumentTest {
  return tests.length === 1 ? tests[0]! : (document) => tests.some((test) => test(document));
}

/** By a path's number: 1 for the fields that are looked at. */
function fieldSet(paths: readonly string[], known: Numbers['paths']): Uint8Array {
  const wanted = new Uint8Array(known.count);
  for (const path of paths) {
    const number = known.find(path);
    if (number !== undefined) wanted[number] = 1;
  }
  return wanted;
}

/** True for the two times that a document holds beside its values. */
function isOwnTime(path: string): path is 'created' | 'updated' {
  return path === 'created' || path === 'updated';
}

function isDate(path: string): boolean {
  return isOwnTime(path) || path === 'metadata.publication_date' || path === 'metadata.dates.date';
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replace(/\\./gs, ''));
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** A word with `*` and `?`, each of which a backslash takes the meaning from. */
function pattern(text: string): RegExp {
  const source = text.replace(/\\(.)|[*?]|[^\\*?]+/gs, (part, escaped?: string) => {
    if (escaped !== undefined) return escapeRegExp(escaped);
    return part === '*' ? '.*' : part === '?' ? '.' : escapeRegExp(part);
  });
  return new RegExp(`^${source}$`, 's');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
