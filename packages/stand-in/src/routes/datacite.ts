import { type App, DOI_PREFIX } from '../app.ts';
import { dataciteJson } from '../exports/datacite-json.ts';
import { type ExportSource, exportSource } from '../exports/source.ts';
import type { Call } from '../http/call.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, textAt } from '../json.ts';
import { recordSource } from '../replies/view.ts';
import { latestPublished } from '../rules/versions.ts';
import type { Entry } from '../state/entry.ts';

const JSON_API = 'application/vnd.api+json; charset=utf-8';

/** DataCite's own answer about a DOI: nothing until it is findable, some time after publication. */
function read(call: Call, app: App): Reply {
  const found = findDoi(call.param('doi'), app);
  if (!found || app.faults.now() < found.publishedAt + app.faults.doiDelayMs)
    return jsonReply(404, { errors: [{ status: '404', title: "The resource you are looking for doesn't exist." }] }, JSON_API);
  const { doi, publishedAt, entry } = found;
  const { publisher, publicationYear, ...registered } = dataciteJson(sourceOf(call, app, found), 'registry');
  const time = (at: number | string) => new Date(at).toISOString();
  const attributes: Doc = {
    ...registered,
    doi,
    prefix: doi.split('/')[0] ?? '',
    suffix: doi.split('/').slice(1).join('/'),
    publisher: textAt(docAt({ publisher: publisher ?? {} }, 'publisher'), 'name') ?? '',
    publicationYear: Number(publicationYear),
    url: `${call.origin}/doi/${doi}`,
    isActive: true,
    state: 'findable',
    created: time(publishedAt),
    registered: time(publishedAt + app.faults.doiDelayMs),
    updated: time(entry.record!.updated),
  };
  return jsonReply(200, { data: { id: doi, type: 'dois', attributes } }, JSON_API);
}

interface Registered {
  readonly doi: string;
  /** The version that is registered; the latest one for a concept. */
  readonly entry: Entry;
  readonly publishedAt: number;
}

/** What was sent to the registry. A concept is sent as its latest version, without that version's own identifiers. */
function sourceOf(call: Call, app: App, { doi, entry }: Registered): ExportSource {
  const record = recordSource(call, app, entry);
  const pids = docAt(record, 'pids');
  const isConcept = docAt(pids, 'doi')['identifier'] !== doi;
  return exportSource(isConcept ? { ...record, pids: { doi: { identifier: doi } } } : record);
}

function findDoi(given: string, app: App): Registered | undefined {
  const doi = given.toLowerCase();
  const id = doi.startsWith(`${DOI_PREFIX}/zenodo.`) ? doi.slice(DOI_PREFIX.length + 8) : '';
  const entry = app.store.entry(id);
  // An external DOI is another agency's: Zenodo registers nothing for it.
  if (entry?.record)
    return docAt(entry.record.pids, 'doi')['identifier'] === doi ? { doi, entry, publishedAt: entry.record.publishedAt } : undefined;
  const concept = app.store.concept(id);
  const latest = concept?.pids['doi'] ? latestPublished(app.store, id) : undefined;
  return latest && concept?.publishedAt !== undefined ? { doi, entry: latest, publishedAt: concept.publishedAt } : undefined;
}

export const dataciteRoutes: readonly Route[] = [{ method: 'GET', path: '/dois/*doi', handle: read }];
