import { Problem } from './problem.ts';

const JSON_TYPE = 'application/json';
/** The native dialect. */
export const NATIVE = 'application/vnd.inveniordm.v1+json';
/** Zenodo's own dialect under its full name; `application/json` means the same. */
const ZENODO = 'application/vnd.zenodo.v1+json';
const OCTETS = 'application/octet-stream';
export const RO_CRATE = 'application/ld+json;profile="https://w3id.org/ro/crate/1.1"';

/** Media types in which records and drafts are served, in the order in which a refusal lists them. */
export const RECORD_TYPES = [
  JSON_TYPE,
  'application/ld+json',
  'application/vnd.inveniordm.v1.full+csv',
  'application/vnd.inveniordm.v1.simple+csv',
  'application/marcxml+xml',
  NATIVE,
  'application/vnd.citationstyles.csl+json',
  'application/vnd.datacite.datacite+json',
  'application/vnd.geo+json',
  'application/vnd.datacite.datacite+xml',
  'application/ld+json;profile="https://datapackage.org/profiles/2.0/datapackage.json"',
  'application/x-dc+xml',
  'text/x-bibliography',
  'application/x-bibtex',
  'application/dcat+xml',
  'application/linkset+json',
  ZENODO,
  'application/x-datacite+xml',
];
export const DRAFT_FILE_TYPES = [JSON_TYPE, NATIVE];
export const RECORD_FILE_TYPES = [JSON_TYPE];

export const JSON_BODY = [JSON_TYPE];
/** A draft may be sent as RO-Crate too. */
export const DRAFT_BODY = [JSON_TYPE, RO_CRATE];
export const FILE_BODY = [OCTETS];

/**
 * The served type for an `Accept` header: the client's best known one; the first served one for none or a full wildcard.
 * Partial wildcards (`application/*`) match nothing, as on Zenodo.
 *
 * @throws {Problem} 406 when no type fits
 */
export function negotiate(accept: string | undefined, served: readonly string[]): string {
  const wanted = parseAccept(accept);
  if (wanted.length === 0) return served[0]!;
  for (const type of wanted) {
    if (type === '*/*') return served[0]!;
    if (served.includes(type)) return type;
  }
  throw new Problem(406, `Invalid 'Accept' header. Expected one of: ${served.join(', ')}`);
}

function parseAccept(accept: string | undefined): string[] {
  return (accept ?? '')
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((text) => text.trim());
      const quality = parameters.find((text) => text.startsWith('q='));
      const kept = parameters.filter((text) => text !== quality);
      return { type: [type, ...kept].join(';'), quality: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ type }) => type !== '')
    .sort((a, b) => b.quality - a.quality)
    .map(({ type }) => type);
}

/**
 * Holds a body's type against those a route takes. The comparison is exact: a charset beside `application/json` is refused; no type at all is fine.
 *
 * @throws {Problem} 415 otherwise
 */
export function checkContentType(type: string | undefined, taken: readonly string[]): void {
  if (type === undefined || taken.includes(type)) return;
  throw new Problem(415, `Invalid 'Content-Type' header. Expected one of: ${taken.join(', ')}`);
}
