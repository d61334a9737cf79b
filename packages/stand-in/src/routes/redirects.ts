import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { queryText } from '../http/query-text.ts';
import { htmlRedirect, type Reply, reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { badge } from '../pages/badge.ts';
import { html } from '../pages/html.ts';
import { page } from '../pages/layout.ts';
import { encodePath } from '../replies/file-view.ts';
import { latestPublished, latestRemoved } from '../rules/versions.ts';

/** Old addresses, for good. */
const moved =
  (to: (call: Call) => string) =>
  (call: Call): Reply => {
    const query = call.query.size > 0 ? `?${call.query}` : '';
    return htmlRedirect(301, to(call) + query);
  };

/** The page of the latest version. */
function latest(call: Call, app: App): Reply {
  const id = call.param('id');
  const parentId = app.store.entry(id)?.parentId ?? id;
  const found = latestPublished(app.store, parentId) ?? latestRemoved(app.store, parentId);
  if (!found) return page('Not found', html`<h1>Not found</h1><p>There is no such record here: ${call.path}</p>`, 404);
  return htmlRedirect(302, `/records/${found.id}`);
}

/** A picture with a DOI on it, whether or not the DOI is known. */
function doiBadge(call: Call): Reply {
  return reply(200, 'image/svg+xml', badge('DOI', call.param('doi').replace(/\.svg$/, '')), { 'cache-control': 'max-age=86400' });
}

/** An old address of the API: only each first value of a query is kept. */
const movedList =
  (to: string) =>
  (call: Call): Reply => {
    const kept = new Map([...call.query].toReversed());
    const query = [...new Set(call.query.keys())].map((name) => [name, kept.get(name) ?? ''] as const);
    return htmlRedirect(301, to + (query.length > 0 ? `?${queryText(query, '+')}` : ''));
  };

export const redirectRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/records/', serves: ['application/json'], handle: movedList('/api/records') },
  { method: 'GET', path: '/api/licenses', serves: ['application/json'], handle: movedList('/api/vocabularies/licenses') },
  { method: 'GET', path: '/api/licenses/', serves: ['application/json'], handle: movedList('/api/vocabularies/licenses') },
  { method: 'GET', path: '/record/:id', handle: moved((call) => `/records/${call.param('id')}`) },
  {
    method: 'GET',
    path: '/record/:id/files/*key',
    handle: moved((call) => `/records/${call.param('id')}/files/${encodePath(call.param('key'))}`),
  },
  {
    method: 'GET',
    path: '/record/:id/export/:format',
    handle: moved((call) => `/records/${call.param('id')}/export/${call.param('format')}`),
  },
  {
    method: 'GET',
    path: '/record/:id/thumb:size',
    handle: moved((call) => `/records/${call.param('id')}/thumb${call.param('size')}`),
  },
  { method: 'GET', path: '/deposit/:id', handle: moved((call) => `/uploads/${call.param('id')}`) },
  { method: 'GET', path: '/records/:id/latest', handle: latest },
  { method: 'GET', path: '/badge/DOI/*doi', handle: doiBadge },
];
