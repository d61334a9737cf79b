import type { IncomingMessage } from 'node:http';

/** Path and query of a request as they were sent. Not read as an address, for which two slashes at the start would be a host. */
export function targetOf(request: IncomingMessage): { pathname: string; search: string } {
  const [, pathname = '/', search = ''] = /^(?:https?:\/\/[^/?]*)?([^?#]*)(\?[^#]*)?/i.exec(request.url ?? '/') ?? [];
  return { pathname: pathname === '' ? '/' : pathname, search };
}

/** A request's path with its escapes resolved and runs of slashes merged, as Zenodo routes it; undefined when an escape is broken. */
export function routedPath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname).replace(/\/{2,}/g, '/');
  } catch {
    return undefined;
  }
}

/** Headers by lower-case name, repeated ones joined. */
export function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** The access token of a request: a bearer token, or `access_token` in the query. */
export function tokenOf(authorization: string | undefined, query: URLSearchParams): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? query.get('access_token') ?? undefined;
}

/** Reads that many bytes of a body, or all of it when it is shorter. */
export async function readUpTo(request: IncomingMessage, bytes: number): Promise<void> {
  let left = bytes;
  if (left <= 0) return;
  for await (const chunk of request) {
    left -= (chunk as Buffer).length;
    if (left <= 0) return;
  }
}
