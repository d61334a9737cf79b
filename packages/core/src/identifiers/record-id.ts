import { ConfigurationError } from '../errors/configuration-error.ts';
import type { RecordId } from '../types/record.ts';

/** True for what can be the id of a draft or a record: digits at Zenodo, `abcde-12345` elsewhere. */
export function isRecordId(value: unknown): value is RecordId {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/i.test(value);
}

/**
 * @throws {ConfigurationError} the text is no id; a URL and a DOI are none either
 */
export function ensureRecordId(value: string): RecordId {
  if (isRecordId(value)) return value;
  throw new ConfigurationError(whyNot(value), 'id');
}

function whyNot(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'There is no record id; give one such as "1234567".';
  if (typeof value === 'number') return `The record id is the number ${value}; give it as text, "${value}".`;
  const text = String(value).slice(0, 80);
  const [, id] = /(?:\/records?\/|zenodo\.)(\w[\w-]*)$/.exec(text) ?? [];
  if (id === undefined) return `"${text}" is no record id; give the id alone, such as "1234567".`;
  return `"${text}" is no record id but ${text.startsWith('http') ? 'an address' : 'a DOI'}; give the id alone, "${id}".`;
}

/** The older of two ids: Zenodo counts upwards. Ids that are no numbers are compared as text. */
export function compareRecordIds(a: RecordId, b: RecordId): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x - y;
  return a < b ? -1 : Number(a > b);
}
