import type { Call } from './call.ts';

/** Listings that Zenodo counts for themselves: 30 a minute each, for everybody. */
const counted = [
  { name: 'search', path: /^\/records\/?$/ },
  { name: 'community-search', path: /^\/communities\/[^/]+\/records\/?$/ },
  { name: 'oai', path: /^\/oai2d$/ },
];

/**
 * The class of calls that Zenodo counts together. All that is no listing of its own is one class, for which a token
 * selects a larger limit.
 */
export function rateClassOf({ method, path, budget }: Pick<Call, 'method' | 'path' | 'budget'>, hasToken: boolean): string {
  const listing = method === 'GET' ? counted.find((one) => one.path.test(path))?.name : undefined;
  return budget ?? listing ?? (hasToken ? 'user' : 'guest');
}
