import type { App } from '../app.ts';
import { exportFile } from '../exports/page-exports.ts';
import type { Call } from '../http/call.ts';
import { htmlRedirect, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { html } from '../pages/html.ts';
import { page } from '../pages/layout.ts';
import { recordSource } from '../replies/view.ts';
import { latestPublished } from '../rules/versions.ts';

/** A record in a format, as a file that a browser saves. */
function download(call: Call, app: App): Reply {
  const entry = app.store.entry(call.param('id'));
  const latest = latestPublished(app.store, call.param('id'));
  if (latest) return htmlRedirect(302, `/records/${latest.id}/export/${call.param('format')}`);
  if (entry?.removed)
    return page('Gone', html`<h1>Gone</h1><p>The record was deleted: <a href="/records/${entry.id}">${entry.id}</a></p>`, 410);
  const file = entry?.record && exportFile(call.param('format'), recordSource(call, app, entry), call.query);
  if (!entry || !file) return page('Not found', html`<h1>Not found</h1><p>There is no such export here: ${call.path}</p>`, 404);
  const links = [
    `<${call.origin}/records/${entry.id}> ; rel="describes" ; type="text/html"`,
    `<${call.origin}/api/records/${entry.id}> ; rel="linkset" ; type="application/linkset+json"`,
  ];
  const disposition = `attachment; filename=${entry.id}.${file.ending}`;
  return { ...file.reply, headers: { ...file.reply.headers, link: links.join(' , '), 'content-disposition': disposition } };
}

export const exportRoutes: readonly Route[] = [{ method: 'GET', path: '/records/:id/export/:format', handle: download }];
