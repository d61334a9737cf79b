import { type App, DOI_PREFIX } from '../app.ts';
import type { Call } from '../http/call.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { docAt, docsAt, textAt } from '../json.ts';
import { latestPublished } from '../rules/versions.ts';
import type { RecordContent } from '../state/entry.ts';

const JSON_API = 'application/vnd.api+json; charset=utf-8';

/** DataCite's own answer about a DOI: nothing until it is findable, some time after publication. */
function read(call: Call, app: App): Reply {
  const found = findDoi(call.param('doi'), app);
  if (!found || Date.now() < found.publishedAt + app.faults.doiDelayMs)
    return jsonReply(404, { errors: [{ status: '404', title: "The resource you are looking for doesn't exist." }] }, JSON_API);
  const { record, doi } = found;
  const attributes = {
    doi,
    state: 'findable',
    url: `${call.origin}/doi/${doi}`,
    titles: [{ title: textAt(record.metadata, 'title') ?? '' }],
    creators: docsAt(record.metadata, 'creators').map((creator) => ({ name: textAt(docAt(creator, 'person_or_org'), 'name') ?? '' })),
    publisher: textAt(record.metadata, 'publisher') ?? '',
    publicationYear: Number((textAt(record.metadata, 'publication_date') ?? '').slice(0, 4)),
    created: new Date(found.publishedAt).toISOString(),
    registered: new Date(found.publishedAt + app.faults.doiDelayMs).toISOString(),
    updated: new Date(record.updated).toISOString(),
  };
  return jsonReply(200, { data: { id: doi, type: 'dois', attributes } }, JSON_API);
}

function findDoi(given: string, app: App): { doi: string; record: RecordContent; publishedAt: number } | undefined {
  const doi = given.toLowerCase();
  const id = doi.startsWith(`${DOI_PREFIX}/zenodo.`) ? doi.slice(DOI_PREFIX.length + 8) : '';
  const record = app.store.entry(id)?.record;
  // An external DOI is another agency's: Zenodo registers nothing for it.
  if (record) return docAt(record.pids, 'doi')['identifier'] === doi ? { doi, record, publishedAt: record.publishedAt } : undefined;
  const concept = app.store.concept(id);
  const latest = concept?.pids['doi'] ? latestPublished(app.store, id)?.record : undefined;
  return latest && concept?.publishedAt !== undefined ? { doi, record: latest, publishedAt: concept.publishedAt } : undefined;
}

export const dataciteRoutes: readonly Route[] = [{ method: 'GET', path: '/dois/*doi', handle: read }];
