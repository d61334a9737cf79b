import { ConfigurationError } from '../errors/configuration-error.ts';

/** A path below `/api` in which every value is one encoded segment. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((whole, part, index) => whole + segment(values[index - 1] ?? '') + part);
}

/** A URL parser folds `.` and `..` even when they are encoded, so they can be no segment. */
function segment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new ConfigurationError(`"${value}" can be no id or file key; give the name as Zenodo shows it.`);
  }
  return encodeURIComponent(value);
}
