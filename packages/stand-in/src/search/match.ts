import { type SearchDocument, valuesAt } from './document.ts';
import { DEFAULT_FIELDS, fieldPath, isText } from './fields.ts';
import { instantRange } from './instants.ts';
import type { Bound, Query } from './query.ts';

/** True when the document is a hit for the query. */
export function matches(query: Query, document: SearchDocument): boolean {
  if (query.kind === 'clauses') {
    if (query.not.some((one) => matches(one, document))) return false;
    if (!query.must.every((one) => matches(one, document))) return false;
    return query.must.length > 0 || query.should.length === 0 || query.should.some((one) => matches(one, document));
  }
  if (query.kind === 'range') return rangeMatches(query.field, query.from, query.to, document);
  if (query.kind === 'regexp') return regexpMatches(query, document);
  if (query.field === '*' || (query.field === undefined && query.text === '*')) return true;
  if (query.field === '_exists_') return valuesAt(document.fields, fieldPath(query.text).split('.')).length > 0;
  const paths = query.field === undefined ? DEFAULT_FIELDS : [fieldPath(query.field)];
  return paths.some((path) => valueMatches(path, todaysValue(path, query.text), query.quoted, document));
}

/** Theses have another name today, wherever their old one is asked for. */
function todaysValue(path: string, text: string): string {
  return text === 'publication-thesis' && path.includes('resource_type.') ? 'publication-dissertation' : text;
}

function regexpMatches({ field, accepts }: Query & { kind: 'regexp' }, { fields }: SearchDocument): boolean {
  return (field === undefined ? DEFAULT_FIELDS : [fieldPath(field)]).some((path) => {
    const values = valuesAt(fields, path.split('.')).map(String);
    return (isText(path) ? values.flatMap(words) : values).some(accepts);
  });
}

function valueMatches(path: string, text: string, quoted: boolean, document: SearchDocument): boolean {
  const values = valuesAt(document.fields, path.split('.')).map(String);
  if (!quoted && text === '*') return values.length > 0;
  if (isDate(path)) return rangeMatches(path, { text, included: true }, { text, included: true }, document);
  if (!isText(path)) {
    const wanted = quoted ? exact(text) : pattern(text);
    return values.some((value) => wanted.test(value));
  }
  if (!quoted && /(^|[^\\])[*?]/.test(text)) {
    const wanted = pattern(text.toLowerCase());
    return values.some((value) => words(value).some((word) => wanted.test(word)));
  }
  // Punctuation splits an unquoted word too, and its parts then stand side by side.
  const wanted = words(quoted ? text : text.replace(/\\(.)/g, '$1'));
  return wanted.length > 0 && values.some((value) => containsRun(words(value), wanted));
}

function rangeMatches(field: string | undefined, from: Bound, to: Bound, document: SearchDocument): boolean {
  if (field === undefined) return false;
  const path = fieldPath(field);
  const values = valuesAt(document.fields, path.split('.')).map(String);
  return values.some((value) => (isDate(path) ? withinDates(value, from, to) : within(value, from, to)));
}

function withinDates(value: string, from: Bound, to: Bound): boolean {
  const [start, end] = instantRange(value);
  const [fromStart, fromEnd] = from.text === undefined ? [-Infinity, -Infinity] : instantRange(from.text);
  const [toStart, toEnd] = to.text === undefined ? [Infinity, Infinity] : instantRange(to.text);
  const lower = from.included ? end >= fromStart : start > fromEnd;
  const upper = to.included ? start <= toEnd : end < toStart;
  return lower && upper;
}

function within(value: string, from: Bound, to: Bound): boolean {
  const numeric = [value, from.text ?? '0', to.text ?? '0'].every((text) => /^-?\d+(\.\d+)?$/.test(text));
  const order = (a: string, b: string): number => (numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
  const lower = from.text === undefined || order(value, from.text) > (from.included ? -1e-9 : 0);
  const upper = to.text === undefined || order(value, to.text) < (to.included ? 1e-9 : 0);
  return lower && upper;
}

function isDate(path: string): boolean {
  return path === 'created' || path === 'updated' || path === 'metadata.publication_date' || path === 'metadata.dates.date';
}

/** The words of a text: letters and digits, in lower case. */
function words(text: string): string[] {
  return (
    text
      .replace(/<[^>]*>/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  );
}

function containsRun(within: readonly string[], wanted: readonly string[]): boolean {
  return within.some((_, at) => wanted.every((word, offset) => within[at + offset] === word));
}

function exact(text: string): RegExp {
  return new RegExp(`^${escapeRegExp(text)}$`, 's');
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
