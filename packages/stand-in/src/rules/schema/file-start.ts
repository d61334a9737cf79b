import { type FieldError, invalid, invalidField } from '../../http/problem.ts';
import { type Doc, docAt, isDoc, type Json } from '../../json.ts';
import { below, flag, type Kind, object, valid, wrong } from './kinds.ts';
import { pythonText } from './python-values.ts';

/** The most pieces of one upload. */
const MOST_PARTS = 10_000;
/** How bytes may come: in one piece, fetched, remote, or in parts. */
const TRANSFERS: readonly Json[] = ['L', 'F', 'R', 'M'];

/** A text taken as it is, spaces and all. */
const plainText: Kind = { load: (value) => (typeof value === 'string' ? valid(value) : wrong('Not a valid string.')) };
const integer: Kind = {
  load(value) {
    const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
    return typeof number === 'number' ? valid(Math.trunc(number)) : wrong('Not a valid integer.');
  },
};
const mapping: Kind = { load: (value) => (isDoc(value) ? valid(value) : wrong('Not a valid mapping type.')) };

/** What a transfer says depends on its type, which is looked at first. */
const transfer: Kind = {
  load(value) {
    const sent = value as Doc;
    const type = sent['type'] === undefined ? 'L' : sent['type'];
    const wrongType = (message: string) => ({ errors: [{ field: 'type', messages: [message] }] });
    if (type === null) return wrongType('Missing data for required field.');
    if (typeof type === 'object') return wrongType(`Invalid value: ${pythonText(type)}`);
    if (!TRANSFERS.includes(type)) return wrongType(`Unsupported value: ${pythonText(type)}`);
    if (type === 'F' || type === 'R') return { errors: [{ field: 'url', messages: ['Domain not allowed'] }] };
    if (type === 'M') return valid(sent);
    return object([{ name: 'type', kind: plainText }]).load({ ...sent, type });
  },
};

const file = object([
  { name: 'key', kind: plainText, required: true },
  { name: 'size', kind: integer },
  { name: 'checksum', kind: plainText },
  { name: 'metadata', kind: mapping },
  { name: 'access', kind: object([{ name: 'hidden', kind: flag }]) },
  { name: 'transfer', kind: transfer },
]);

/**
 * Reads the list of files that are to be uploaded.
 *
 * @throws {Problem} 400 with every field of every file that is wrong, or for no file at all
 */
export function readFileStarts(body: Json | undefined): Doc[] {
  const items = Array.isArray(body) ? body : [body ?? null];
  if (items.length === 0) throw invalidField('_schema', 'No files to upload.');
  if (items.some((item) => isDoc(item) && item['transfer'] !== undefined && !isDoc(item['transfer'])))
    throw invalidField('transfer', 'Transfer metadata must be a dictionary.');
  const errors: FieldError[] = [];
  const read = items.map((item, at) => {
    const outcome = Array.isArray(body) ? file.load(item) : wrong('Invalid input type.');
    const missing = outcome.errors.length === 0 ? partsMissing(outcome.value as Doc) : [];
    const named = outcome.errors.map((error) => (error.field === '' ? { ...error, field: '_schema' } : error));
    errors.push(...below(String(at), [...named, ...missing]));
    return outcome.value as Doc;
  });
  if (errors.length > 0) throw invalid(errors);
  return read;
}

/** An upload in parts has to say how many there are, and how much it is in all. */
function partsMissing(item: Doc): FieldError[] {
  const { type, parts } = docAt(item, 'transfer');
  if (type !== 'M') return [];
  const isSound = typeof item['size'] === 'number' && typeof parts === 'number' && parts >= 1 && parts <= MOST_PARTS;
  return isSound ? [] : [{ field: 'transfer.parts', messages: ['Missing data for required field.'] }];
}
