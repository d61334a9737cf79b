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
  if (query.kind === 'regexp') {
    const [texts, wholes] = [paths.filter(isText), paths.filter((path) => !isText(path))];
    return anyOf([textsTest(texts, query.accepts, numbers), wholesTest(wholes, query.accepts, numbers)]);
  }
  if (query.field === '*' || (query.field === undefined && query.text === '*')) return () => true;
  if (query.field === '_exists_') return presenceTest(fieldPath(query.text), numbers);
  return valueTest(paths, query.text, query.quoted, numbers);
}

const never: DocumentTest = () => false;

/** A value in any of the fields: in those read as words as a run of words, in the others as a whole. */
function valueTest(paths: readonly string[], text: string, quoted: boolean, numbers: Numbers): DocumentTest {
  if (!quoted && text === '*') return anyOf(paths.map((path) => presenceTest(path, numbers)));
  const dates = paths.filter(isDate).map((path) => rangeTest(path, { text, included: true }, { text, included: true }, numbers));
  const wholes = paths.filter((path) => !isText(path) && !isDate(path));
  return anyOf([...dates, wordsTest(paths.filter(isText), text, quoted, numbers), wholeTest(wholes, text, quoted, numbers)]);
}

function wholeTest(paths: readonly string[], given: string, quoted: boolean, numbers: Numbers): DocumentTest {
  if (paths.length === 0) return never;
  const text = todaysValue(paths, given);
  if (!quoted && hasWildcard(text)) {
    const wanted = pattern(text);
    return wholesTest(paths, (value) => wanted.test(value), numbers);
  }
  const term = numbers.terms.find(quoted ? text : withoutBackslashes(text));
  if (term === undefined) return never;
  const wanted = fieldSet(paths, numbers.paths);
  return ({ wholes }) => {
    for (let at = 1; at < wholes.length; at += 2) if (wholes[at] === term && wanted[-1 - wholes[at - 1]!] === 1) return true;
    return false;
  };
}

function wordsTest(paths: readonly string[], text: string, quoted: boolean, numbers: Numbers): DocumentTest {
  if (paths.length === 0) return never;
  if (!quoted && hasWildcard(text)) {
    const wanted = pattern(text.toLowerCase());
    return textsTest(paths, (word) => wanted.test(word), numbers);
  }
  // Punctuation splits an unquoted word too, and its parts then stand side by side.
  const run = words(quoted ? text : withoutBackslashes(text)).map((word) => numbers.words.find(word));
  const [first] = run;
  if (first === undefined || run.includes(undefined)) return never;
  // Several fields are always all of them: then it does not matter in which one the word stands.
  const isEverywhere = paths.length > 1;
  if (isEverywhere && run.length === 1) return ({ texts }) => texts.includes(first);
  const wanted = fieldSet(paths, numbers.paths);
  return ({ texts }) => {
    let at = texts.indexOf(first);
    for (; at >= 0; at = texts.indexOf(first, at + 1)) {
      const start = at;
      if (run.every((word, offset) => texts[start + offset] === word) && wanted[fieldAt(texts, at)] === 1) return true;
    }
    return false;
  };
}

/** The number of the field in whose value a word stands. */
function fieldAt(texts: Int32Array, at: number): number {
  let start = at;
  while (texts[start]! >= 0) start--;
  return -1 - texts[start]!;
}

/** Theses have another name today, wherever their old one is asked for. */
function todaysValue(paths: readonly string[], text: string): string {
  const isType = paths.length === 1 && paths[0]!.includes('resource_type.');
  return isType && text === 'publication-thesis' ? 'publication-dissertation' : text;
}

/** True for documents that have an accepted word in the fields, each of which is read as words. */
function textsTest(paths: readonly string[], accepts: (word: string) => boolean, { words: known, paths: fields }: Numbers): DocumentTest {
  const wanted = fieldSet(paths, fields);
  const test = known.test(accepts);
  return ({ texts }) => {
    let inField = false;
    for (const value of texts) {
      if (value < 0) inField = wanted[-1 - value] === 1;
      else if (inField && test(value)) return true;
    }
    return false;
  };
}

/** True for documents that have an accepted value in the fields, none of which is read as words. */
function wholesTest(paths: readonly string[], accepts: (text: string) => boolean, { terms, paths: fields }: Numbers): DocumentTest {
  const own = paths.filter(isOwnTime);
  const wanted = fieldSet(paths, fields);
  const test = terms.test(accepts);
  return (document) => {
    if (own.some((path) => accepts(document[path]))) return true;
    const { wholes } = document;
    for (let at = 1; at < wholes.length; at += 2) if (wanted[-1 - wholes[at - 1]!] === 1 && test(wholes[at]!)) return true;
    return false;
  };
}

function presenceTest(path: string, { paths: known }: Numbers): DocumentTest {
  if (isOwnTime(path)) return () => true;
  const number = known.find(path);
  if (number === undefined) return never;
  return isText(path) ? ({ texts }) => texts.includes(-1 - number) : ({ wholes }) => wholes.includes(-1 - number);
}

function rangeTest(path: string, from: Bound, to: Bound, numbers: Numbers): DocumentTest {
  const accepts = isDate(path) ? dateTest(from, to) : orderTest(from, to);
  if (!isText(path)) return wholesTest([path], accepts, numbers);
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

function anyOf(all: readonly DocumentTest[]): DocumentTest {
  const tests = all.filter((test) => test !== never);
  if (tests.length === 0) return never;
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
