import { type Doc, isDoc, type Json } from '../json.ts';

const SIMPLE = [
  'id',
  'created',
  'pids.doi.identifier',
  'metadata.title',
  'metadata.description',
  'metadata.resource_type.title.en',
  'metadata.publication_date',
  'metadata.creators.person_or_org.type',
  'metadata.creators.person_or_org.name',
  'metadata.rights.id',
];

/** Records as a table with a column for each value that any of them has, in the order of their paths. */
export function fullCsv(records: readonly Doc[]): string {
  const rows = records.map(({ ui: _ui, ...record }) => new Map(flattened(record, '')));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return table(columns, rows);
}

/** Records as a table of ten columns; several values stand in one cell, a line each. */
export function simpleCsv(records: readonly Doc[]): string {
  return table(
    SIMPLE,
    records.map((record) => new Map(SIMPLE.map((path) => [path, collapsed(record, path.split('.'))]))),
  );
}

function table(columns: readonly string[], rows: readonly ReadonlyMap<string, Json>[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => cell(column, row.get(column))))]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('');
}

/** Values as Python writes them. */
function cell(column: string, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  // The bytes that visitors fetched are the only number with a fraction.
  if (column.endsWith('.data_volume')) return Number.isInteger(value) ? `${String(value)}.0` : String(value);
  return String(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function flattened(value: Json, path: string): [path: string, value: Json][] {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) return value.flatMap((item, at) => flattened(item, below(String(at))));
  if (isDoc(value)) return Object.entries(value).flatMap(([key, inner]) => flattened(inner, below(key)));
  return [[path, value]];
}

/** The value under a path. In a list of objects that hold objects, values right below are those of its last item: the recorded software does so. */
function collapsed(from: Json | undefined, path: readonly string[]): Json {
  const [step, ...rest] = path;
  if (step === undefined) return from ?? null;
  if (!Array.isArray(from)) return isDoc(from) ? collapsed(from[step], rest) : null;
  const items = from.filter(isDoc);
  if (rest.length === 0 && items.some((item) => Object.values(item).some(isDoc))) return items.at(-1)?.[step] ?? null;
  return items.map((item) => String(collapsed(item[step], rest) ?? '')).join('\n');
}
