import { refusedQuery } from '../http/problem.ts';
import { asWritten, type Reading, wordsOf } from './analysis.ts';
import type { Numbers, SearchDocument, Searched } from './document.ts';
import { areNear, isWithin } from './edits.ts';
import { DEFAULT_FIELDS, fieldPath, kindOf, readingOf, type Side } from './fields.ts';
import type { Query } from './query.ts';
import { rangeAccepts, valueAccepts } from './typed-values.ts';

export type DocumentTest = (document: SearchDocument) => boolean;

/**
 * A test of documents for being a hit. It looks up the query's words once, and then compares numbers.
 *
 * @throws {Problem} 400 for a value that a field of dates, numbers or flags cannot have
 */
export function documentTest(query: Query, numbers: Searched): DocumentTest {
  if (query.kind === 'clauses') {
    const [must, should, not] = [query.must, query.should, query.not].map((all) => all.map((one) => documentTest(one, numbers)));
    return (document) => {
      if (not!.some((test) => test(document)) || !must!.every((test) => test(document))) return false;
      return must!.length > 0 || should!.length === 0 || should!.some((test) => test(document));
    };
  }
  const paths = pathsOf(query.field, numbers);
  if (query.kind === 'range') return query.field === undefined ? never : rangeTest(paths[0]!, query, numbers);
  if (query.kind === 'value') return valueTest(query, paths, numbers);
  if (paths.some((path) => kindOf(path) !== undefined)) throw refusedQuery();
  const accepts = query.kind === 'regexp' ? () => query.accepts : fuzzily(query.text, query.edits);
  return anyOf(readings(paths, numbers.side).map(([reading, some]) => acceptedTest(some, reading, accepts(reading), numbers)));
}

/** The paths that a field of a query means; those of a word without a field when there is none. */
export function pathsOf(field: string | undefined, { side, paths }: Searched): readonly string[] {
  if (field !== undefined) return [fieldPath(field)];
  return side === 'record' ? DEFAULT_FIELDS : paths.texts().filter((path) => kindOf(path) === undefined);
}

/** The paths, apart by how they are read. */
export function readings(paths: readonly string[], side: Side): (readonly [Reading | undefined, readonly string[]])[] {
  const all = (['plain', 'words', undefined] as const).map(
    (reading) => [reading, paths.filter((path) => readingOf(path, side) === reading)] as const,
  );
  return all.filter(([, some]) => some.length > 0);
}

const never: DocumentTest = () => false;

/** A value in any of the fields: in those read as words one of its words, or all in a row where it is quoted, in the others as a whole. */
function valueTest(
  { field, text, quoted, slop = 0 }: Query & { kind: 'value' },
  paths: readonly string[],
  numbers: Searched,
): DocumentTest {
  if (field === '*' || (field === undefined && !quoted && text === '*')) return () => true;
  if (field === '_exists_') return presenceTest(fieldPath(text), numbers);
  if (!quoted && text === '*') return anyOf(paths.map((path) => presenceTest(path, numbers)));
  const kind = kindOf(paths[0] ?? '');
  if (kind !== undefined) {
    if (!quoted && hasWildcard(text)) throw refusedQuery();
    return wholesTest(paths, valueAccepts(kind, quoted ? text : withoutBackslashes(text)), numbers);
  }
  if (!quoted && hasWildcard(text))
    return anyOf(
      readings(paths, numbers.side).map(([reading, some]) => {
        const wanted = pattern(reading === undefined ? text : asWritten(text, reading));
        return acceptedTest(some, reading, (value) => wanted.test(value), numbers);
      }),
    );
  return anyOf(
    readings(paths, numbers.side).map(([reading, some]) => {
      const plain = quoted ? text : withoutBackslashes(text);
      if (reading === undefined) return wholeTest(some, todaysValue(some, plain), numbers);
      const run = wordsOf(plain, reading).map((word) => numbers.words.find(word));
      if (quoted) return slop > 0 && run.length > 1 ? nearTest(some, run, slop, numbers) : phraseTest(some, run, numbers);
      return anyOf(run.map((word) => phraseTest(some, [word], numbers)));
    }),
  );
}

function wholeTest(paths: readonly string[], text: string, numbers: Searched): DocumentTest {
  const term = numbers.terms.find(text);
  if (term === undefined) return never;
  const wanted = fieldSet(paths, numbers.paths);
  return ({ wholes }) => {
    for (let at = 1; at < wholes.length; at += 2) if (wholes[at] === term && wanted[-1 - wholes[at - 1]!] === 1) return true;
    return false;
  };
}

function phraseTest(paths: readonly string[], run: readonly (number | undefined)[], numbers: Searched): DocumentTest {
  const [first] = run;
  if (first === undefined || run.includes(undefined)) return never;
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

/** True for documents in one value of which all words stand, out of their places by no more than `slop` together. */
function nearTest(paths: readonly string[], run: readonly (number | undefined)[], slop: number, numbers: Searched): DocumentTest {
  if (run.includes(undefined)) return never;
  const wanted = fieldSet(paths, numbers.paths);
  return ({ texts }) => {
    if (!run.every((word) => texts.includes(word!))) return false;
    for (let at = 0; at < texts.length; ) {
      const field = -1 - texts[at]!;
      const start = ++at;
      while (at < texts.length && texts[at]! >= 0) at++;
      if (wanted[field] === 1 && areNear(texts.subarray(start, at), run as readonly number[], slop)) return true;
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

/** True for documents that have an accepted word, or an accepted whole value, in fields of one reading. */
function acceptedTest(
  paths: readonly string[],
  reading: Reading | undefined,
  accepts: (text: string) => boolean,
  numbers: Searched,
): DocumentTest {
  if (reading === undefined) return wholesTest(paths, accepts, numbers);
  const wanted = fieldSet(paths, numbers.paths);
  const test = numbers.words.test(accepts);
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
  const numbers = known.all((one) => one === path || one.startsWith(`${path}.`));
  return ({ texts, wholes }) => numbers.some((number) => texts.includes(-1 - number) || wholes.includes(-1 - number));
}

function rangeTest(path: string, { from, to }: Query & { kind: 'range' }, numbers: Searched): DocumentTest {
  const reading = readingOf(path, numbers.side);
  const written = (text: string | undefined) => (text === undefined || reading === undefined ? text : asWritten(text, reading));
  const accepts = rangeAccepts(kindOf(path), { ...from, text: written(from.text) }, { ...to, text: written(to.text) });
  return acceptedTest([path], reading, accepts, numbers);
}

function fuzzily(text: string, edits: number): (reading: Reading | undefined) => (word: string) => boolean {
  return (reading) => {
    const wanted = reading === undefined ? text : asWritten(text, reading);
    return (word) => isWithin(edits, wanted, word);
  };
}

function anyOf(all: readonly DocumentTest[]): DocumentTest {
  const tests = all.filter((test) => test !== never);
  if (tests.length === 0) return never;
  return tests.length === 1 ? tests[0]! : (document) => tests.some((test) => test(document));
}

/** By a path's number: 1 for the fields that are looked at. */
export function fieldSet(paths: readonly string[], known: Numbers['paths']): Uint8Array {
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

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replace(/\\./gs, ''));
}

export function withoutBackslashes(text: string): string {
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
