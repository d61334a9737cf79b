import type { Settings } from '../options.ts';
import type { Call } from './call.ts';

/** Where one try goes: Zenodo, DataCite, or where a redirect led. */
export interface Address {
  /** Absolute. Its query, if it has one, is a redirect's own. */
  readonly url: string;
  /** True for Zenodo's own origin: no other gets the token. */
  readonly authenticated: boolean;
  /** For messages: without query. */
  readonly name: string;
}

export function addressOf({ origin, dataciteOrigin }: Settings, { method, at, path }: Call): Address {
  const url = at === 'datacite' ? `${dataciteOrigin}${path}` : `${origin}${at === 'site' ? '' : '/api'}${path}`;
  return { url, authenticated: at !== 'datacite', name: `${method} ${url}` };
}

export function addressOfRedirect({ origin }: Settings, { method }: Call, target: URL): Address {
  return { url: target.href, authenticated: target.origin === origin, name: `${method} ${target.origin}${target.pathname}` };
}
