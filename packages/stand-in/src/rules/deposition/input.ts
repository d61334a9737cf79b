import { DOI_PREFIX } from '../../app.ts';
import { type FieldError, invalid } from '../../http/problem.ts';
import { type Doc, isDoc, type Json } from '../../json.ts';
import { below, NOT_NULL } from '../schema/kinds.ts';
import { isTruthy } from '../schema/python-values.ts';
import { nativeCustomFields } from './custom-fields.ts';
import { nativeMetadata } from './metadata.ts';

/** What a deposition may carry at its top; anything else refuses it. */
const KNOWN = new Set(['metadata', 'files']);

/**
 * Reads the body of a deposition as the body of a native draft. The native schema then drops in silence what it finds invalid.
 *
 * @throws {Problem} 400 for unknown fields at the top, for values of the wrong kind, and for access, licences and communities that make no sense
 */
export function readDeposition(body: Json | undefined): Doc {
  if (!isDoc(body)) throw invalid([{ field: '_schema', messages: ['Invalid input type.'] }]);
  const given = body['metadata'];
  const unknown = Object.keys(body).filter((name) => !KNOWN.has(name));
  const errors: FieldError[] = [];
  let metadata: Json | undefined;
  if (given === null) errors.push({ field: 'metadata', messages: [NOT_NULL] });
  else if (given !== undefined && !isDoc(given)) errors.push({ field: 'metadata', messages: ['Invalid input type.'] });
  else if (given !== undefined) {
    const read = nativeMetadata(withLicense(given));
    errors.push(...below('metadata', read.errors));
    metadata = read.value;
  }
  refuse([...errors, ...unknown.map((field) => ({ field, messages: ['Unknown field.'] }))]);

  const old = isDoc(given) ? given : {};
  const custom = nativeCustomFields(old);
  const doi = readDoi(old['doi']);
  const access = readAccess(old);
  refuse([...custom.errors, ...doi.errors]);
  return {
    ...(metadata === undefined ? {} : { metadata }),
    custom_fields: custom.value,
    access,
    ...(doi.value === undefined ? {} : { pids: { doi: doi.value } }),
    files: { enabled: true },
  };
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid(errors);
}

/** What is open, now or later, gets a licence: data are given away, all else wants its author named. */
function withLicense(given: Doc): Doc {
  const right = 'access_right' in given ? given['access_right'] : 'open';
  const isOpen = right === 'open' || right === 'embargoed';
  if (Object.keys(given).length === 0 || 'license' in given || !isOpen) return given;
  return { ...given, license: given['upload_type'] === 'dataset' ? 'CC0-1.0' : 'CC-BY-4.0' };
}

/** @throws {Problem} 400 for a right that is none, and for an embargo without an end */
function readAccess(given: Doc): Doc {
  const { access_right: right, embargo_date: until } = given;
  if (!isTruthy(right) || right === 'open') return { record: 'public', files: 'public' };
  if (right === 'restricted' || right === 'closed') return { record: 'public', files: 'restricted' };
  if (right !== 'embargoed' || !isTruthy(until)) throw invalid([{ field: '_schema', messages: ['Unknown access type.'] }]);
  return { record: 'public', files: 'restricted', embargo: { active: true, until: until! } };
}

/** A DOI with Zenodo's prefix is Zenodo's own, any other is external. */
function readDoi(given: Json | undefined): { value?: Doc; errors: FieldError[] } {
  if (!isTruthy(given)) return { errors: [] };
  if (typeof given !== 'string') return { errors: [{ field: 'metadata.doi', messages: ['Not a valid string.'] }] };
  const provider = given.startsWith(`${DOI_PREFIX}/`) ? 'datacite' : 'external';
  return { value: { identifier: given, provider, ...(provider === 'datacite' ? { client: 'datacite' } : {}) }, errors: [] };
}
