import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureRecordId } from '../identifiers/record-id.ts';

/** A path below `/api` in which every value is one encoded segment. What comes after `/records/` has to be an id. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((whole, part, index) => {
    const value = values[index - 1];
    return whole + (whole.endsWith('/records/') ? ensureRecordId(value as string) : segment(value ?? '')) + part;
  });
}

/** A URL parser folds `.` and `..` even when they are encoded, so they can be no segment. */
function segment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new ConfigurationError(`"${value}" can be no id or file key; give the name as Zenodo shows it.`);
  }
  return encodeURIComponent(value);
}
