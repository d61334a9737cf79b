import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureDoi } from '../identifiers/doi.ts';
import { ensureRecordId } from '../identifiers/record-id.ts';
import type { RecordId } from '../types/record.ts';

/** Where changes are looked for. Each is one list, whatever it holds: ten records or a hundred thousand cost the same calls. */
export type WatchSource =
  /** The account's own drafts and records; needs a token. Also tells when the account is refused. */
  | { readonly kind: 'own' }
  /** The records of a community, by slug or id: what is taken in and removed, and all that happens to them. */
  | { readonly kind: 'community'; readonly community: string }
  /** What a search finds. Without `q` it is all of Zenodo. */
  | { readonly kind: 'query'; readonly q?: string }
  /** All versions of these concepts (parent ids). */
  | { readonly kind: 'concepts'; readonly ids: readonly RecordId[] }
  /** A set of OAI-PMH such as `user-<community>`, or all of it: each change costs one call more, to read the record. */
  | { readonly kind: 'oai'; readonly set?: string }
  /** Requests to bring records into communities: the account's own, or those to a community that it curates. */
  | { readonly kind: 'requests'; readonly community?: string }
  /** DataCite, for these DOIs, and for those of whatever the other sources see published or deleted. */
  | { readonly kind: 'datacite'; readonly dois?: readonly string[] };

/** How a source is called in what is stored; another one than before begins anew. */
export function keyOf(source: WatchSource): string {
  if (source.kind === 'community') return `community ${source.community}`;
  if (source.kind === 'query') return `query ${source.q ?? ''}`;
  if (source.kind === 'oai') return `oai ${source.set ?? ''}`;
  if (source.kind === 'requests') return `requests ${source.community ?? ''}`;
  return source.kind;
}

const slug = /^[a-z0-9_-]{1,100}$/i;

/**
 * The sources with ids and DOIs as they are spelled.
 *
 * @throws {ConfigurationError} naming the source and what it may be
 */
export function checkedSources(sources: readonly WatchSource[]): readonly WatchSource[] {
  if (!Array.isArray(sources) || sources.length === 0) {
    throw new ConfigurationError(
      '"sources" is empty; name at least one, such as { kind: "own" } or { kind: "community", community: "my-community" }.',
    );
  }
  const checked = sources.map(checkedSource);
  const keys = checked.map(keyOf);
  const double = keys.find((key, at) => keys.indexOf(key) !== at);
  if (double !== undefined) throw new ConfigurationError(`"sources" names "${double}" twice; give each source once.`);
  return checked;
}

function checkedSource(source: WatchSource, at: number): WatchSource {
  const where = `"sources[${at}]`;
  if (source.kind === 'community' && !slug.test(source.community)) {
    throw new ConfigurationError(`${where}.community" must be the slug or the id of a community, such as "my-community".`);
  }
  if (source.kind === 'requests' && source.community !== undefined && !slug.test(source.community)) {
    throw new ConfigurationError(
      `${where}.community" must be the slug or the id of a community; leave it out for the account's own requests.`,
    );
  }
  if (source.kind === 'oai' && source.set !== undefined && !/^[\w.!~*'():-]{1,200}$/.test(source.set)) {
    throw new ConfigurationError(`${where}.set" is no OAI-PMH set; give one such as "user-my-community".`);
  }
  if (source.kind === 'query' && source.q !== undefined && !isBalanced(source.q)) {
    throw new ConfigurationError(`${where}.q" has a parenthesis or a quotation mark without its partner; close it, or write \\( and \\".`);
  }
  if (source.kind === 'concepts') {
    if (source.ids.length === 0) throw new ConfigurationError(`${where}.ids" is empty; give the parent ids of the records to watch.`);
    return { kind: 'concepts', ids: [...new Set(source.ids.map(ensureRecordId))] };
  }
  if (source.kind === 'datacite') return { kind: 'datacite', dois: (source.dois ?? []).map(ensureDoi) };
  if (!['own', 'community', 'query', 'oai', 'requests'].includes(source.kind)) {
    throw new ConfigurationError(`${where}.kind" must be own, community, query, concepts, oai, requests or datacite.`);
  }
  return source;
}

/** A query stands in parentheses beside the time range: one that is not balanced would change what the range holds. */
function isBalanced(q: string): boolean {
  const marks = q.replace(/\\./g, '').replace(/"[^"]*"/g, '');
  let open = 0;
  for (const mark of marks) {
    open += mark === '(' ? 1 : mark === ')' ? -1 : 0;
    if (open < 0 || mark === '"') return false;
  }
  return open === 0;
}
