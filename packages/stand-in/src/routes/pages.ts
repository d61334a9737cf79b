import type { App } from '../app.ts';
import { citationIn } from '../exports/citation.ts';
import { pageLinkHeader } from '../exports/formats.ts';
import { exportSource } from '../exports/source.ts';
import type { Call } from '../http/call.ts';
import { denied } from '../http/problem.ts';
import { htmlRedirect, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { html } from '../pages/html.ts';
import { page } from '../pages/layout.ts';
import { recordPage, titleOf, tombstonePage } from '../pages/record-page.ts';
import { recordSource } from '../replies/view.ts';
import { readsFiles } from '../rules/permissions.ts';
import { latestPublished, latestRemoved } from '../rules/versions.ts';
import type { Entry } from '../state/entry.ts';
import { download } from './downloads.ts';

/** A record's page; a concept's id leads to its latest version. */
function record(call: Call, app: App): Reply {
  const latest = latestPublished(app.store, call.param('id')) ?? latestRemoved(app.store, call.param('id'));
  if (latest) return htmlRedirect(302, `/records/${latest.id}`);
  const entry = app.store.entry(call.param('id'));
  if (entry?.removed) return removedPage(entry, call);
  if (!entry?.record) return missing('record', call);
  const source = recordSource(call, app, entry);
  const cited = citationIn(exportSource(source), 'apa');
  const shown = page(titleOf(entry.record), recordPage(entry, 'record', app.store.versionsOf(entry.parentId), cited));
  return { ...shown, headers: { ...shown.headers, link: pageLinkHeader(source) } };
}

function draft(call: Call, app: App): Reply {
  const entry = app.store.entry(call.param('id'));
  if (!entry?.draft) return missing('draft', call);
  return page(titleOf(entry.draft), recordPage(entry, 'draft', app.store.versionsOf(entry.parentId)));
}

function file(call: Call, app: App): Reply {
  const entry = app.store.entry(call.param('id'));
  if (entry?.removed) return removedPage(entry, call);
  const found = entry?.record?.files.entries.find((one) => one.key === call.param('key'));
  if (!entry || !found) return missing('file', call);
  if (!readsFiles(call, app, entry)) throw denied();
  const answer = download(call, app, found);
  const links = [`<${call.origin}/records/${entry.id}> ; rel="collection" ; type="text/html"`];
  links.push(`<${call.origin}/api/records/${entry.id}> ; rel="linkset" ; type="application/linkset+json"`);
  return { ...answer, headers: { ...answer.headers, link: links.join(' , ') } };
}

/** Where a DOI leads, as doi.org would lead it. */
function doi(call: Call, app: App): Reply {
  const wanted = call.param('doi').toLowerCase();
  const [entry] = app.store.withDoi(wanted);
  if (entry) return htmlRedirect(302, `${call.origin}/records/${entry.id}`);
  const concept = app.store.concept(/\/zenodo\.(\d+)$/.exec(wanted)?.[1] ?? '');
  const latest = concept && (latestPublished(app.store, concept.id) ?? latestRemoved(app.store, concept.id));
  return latest ? htmlRedirect(302, `${call.origin}/records/${latest.id}`) : missing('DOI', call);
}

function removedPage(entry: Entry, call: Call): Reply {
  const { record, tombstone } = entry.removed!;
  return tombstone['is_visible'] === false ? missing('record', call) : page(titleOf(record), tombstonePage(entry), 410);
}

/** The page of what is not there. */
export function missing(what: string, call: Call): Reply {
  return page('Not found', html`<h1>Not found</h1><p>There is no such ${what} here: ${call.path}</p>`, 404);
}

export const pageRoutes: readonly Route[] = [
  { method: 'GET', path: '/records/:id', handle: record },
  { method: 'GET', path: '/uploads/:id', handle: draft },
  { method: 'GET', path: '/records/:id/files/*key', handle: file },
  { method: 'GET', path: '/doi/*doi', handle: doi },
];
