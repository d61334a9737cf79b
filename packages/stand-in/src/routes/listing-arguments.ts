import type { Call } from '../http/call.ts';
import { type FieldError, invalid } from '../http/problem.ts';
import { below, flag } from '../rules/schema/kinds.ts';

interface ListingArguments {
  readonly page: number;
  readonly size: number;
  readonly allVersions: boolean;
}

const DEFAULT_SIZE = 25;
/** Flags that a listing takes and that change nothing here; a value that is none is refused all the same. */
const FLAGS = ['include_deleted', 'shared_with_me'];

/**
 * What the query of a listing of records says about its pages.
 *
 * @throws {Problem} 400 with every argument that is wrong, in the order of the server's schema
 */
export function readArguments(call: Call): ListingArguments {
  const errors: FieldError[] = [];
  const page = readNumber(call, 'page', 1, errors);
  const size = readNumber(call, 'size', DEFAULT_SIZE, errors);
  // Under its old name the bare word, without a value, is a yes.
  const old = call.query.get('all_versions');
  const allVersions = readFlag('allversions', old === '' ? 'true' : (old ?? call.query.get('allversions')), errors);
  for (const name of FLAGS) readFlag(name, call.query.get(name), errors);
  const most = call.user ? 100 : 25;
  if (size > most) errors.push({ field: 'size', messages: [tooMany(most, call.user !== undefined)] });
  if (errors.length > 0) throw invalid(errors);
  return { page, size, allVersions };
}

function tooMany(most: number, isKnown: boolean): string {
  return `Page size cannot be greater than ${most}.${isKnown ? '' : ' Please use authenticated requests to increase the limit to 100.'}`;
}

/** A whole number of at least 1; where it is none, the default and an error. */
function readNumber(call: Call, field: string, absent: number, errors: FieldError[]): number {
  const text = call.query.get(field);
  if (text === null) return absent;
  const digits = /^\s*([+-]?\d+(?:_\d+)*)\s*$/.exec(text)?.[1];
  const value = Number(digits?.replaceAll('_', ''));
  if (value >= 1) return value;
  errors.push({ field, messages: [digits === undefined ? 'Not a valid integer.' : 'Must be greater than or equal to 1.'] });
  return absent;
}

function readFlag(field: string, text: string | null, errors: FieldError[]): boolean {
  if (text === null) return false;
  const outcome = flag.load(text);
  errors.push(...below(field, outcome.errors));
  return outcome.value === true;
}
