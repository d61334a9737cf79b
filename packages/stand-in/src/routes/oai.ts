import { randomBytes } from 'node:crypto';
import type { App } from '../app.ts';
import { exportSource } from '../exports/source.ts';
import { element, type XmlElement } from '../exports/xml.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { textAt } from '../json.ts';
import { readArguments } from '../oai/arguments.ts';
import { datestamp, OaiProblem, oaiErrorReply, oaiReply } from '../oai/envelope.ts';
import { METADATA_FORMATS } from '../oai/metadata-formats.ts';
import { readResumptionToken, resumptionToken, TOKEN_LIFE_MS } from '../oai/resumption-token.ts';
import { FIXED_SETS, listedSets, setsOf } from '../oai/sets.ts';
import { recordSource } from '../replies/view.ts';
import type { SearchDocument } from '../search/document.ts';

const PAGE = 50;

/** A published version that is being harvested. */
type Harvested = Pick<SearchDocument, 'id' | 'entry' | 'updated'>;

async function answer(call: Call, app: App): Promise<Reply> {
  const baseUrl = `${call.origin}/oai2d`;
  const query = new URLSearchParams(call.query);
  query.delete('access_token');
  if (call.method === 'POST') for (const [name, value] of new URLSearchParams(await call.text())) query.append(name, value);
  try {
    const given = readArguments(query);
    return oaiReply(baseUrl, given, perform(given, call, app));
  } catch (error) {
    if (error instanceof OaiProblem) return oaiErrorReply(baseUrl, error);
    throw error;
  }
}

function perform(given: Readonly<Record<string, string>>, call: Call, app: App): XmlElement[] {
  const { verb, identifier } = given;
  if (verb === 'Identify') return identify(call, app);
  if (verb === 'ListMetadataFormats') {
    if (identifier !== undefined) findByOaiId(identifier, app);
    return formats();
  }
  if (verb === 'GetRecord') return [recordElement(findByOaiId(identifier!, app), given['metadataPrefix']!, call, app)];
  const from =
    given['resumptionToken'] === undefined ? { given, page: 1 } : readResumptionToken(given['resumptionToken'], key(app), app.faults.now());
  if (verb === 'ListSets') return paged(listedSets(app), from, app, (set) => set.element);
  const found = harvest(from.given, app);
  if (found.length === 0) throw new OaiProblem('noRecordsMatch');
  const prefix = from.given['metadataPrefix'] ?? 'oai_dc';
  return paged(found, from, app, (one) => (verb === 'ListRecords' ? recordElement(one, prefix, call, app) : header(one)));
}

function identify(call: Call, app: App): XmlElement[] {
  const created = published(app).map((record) => record.created);
  const [earliest = '0001-01-01T00:00:00Z'] = created.sort();
  const lines: Record<string, string> = {
    repositoryName: 'Zenodo',
    baseURL: `${call.origin}/oai2d`,
    protocolVersion: '2.0',
    adminEmail: 'info@zenodo.org',
    earliestDatestamp: datestamp(earliest),
    deletedRecord: 'no',
    granularity: 'YYYY-MM-DDThh:mm:ssZ',
  };
  return Object.entries(lines).map(([name, text]) => element(name, {}, text));
}

function formats(): XmlElement[] {
  return [...METADATA_FORMATS].map(([prefix, { schema, namespace }]) =>
    element(
      'metadataFormat',
      {},
      element('metadataPrefix', {}, prefix),
      element('schema', {}, schema),
      element('metadataNamespace', {}, namespace),
    ),
  );
}

/** One page, with a token for the next; the last page of several has an empty one. */
function paged<T>(
  all: readonly T[],
  from: { given: Readonly<Record<string, string>>; page: number },
  app: App,
  of: (one: T) => XmlElement,
): XmlElement[] {
  const start = (from.page - 1) * PAGE;
  const shown = all.slice(start, start + PAGE).map(of);
  const more = start + PAGE < all.length;
  if (from.page === 1 && !more) return shown;
  const now = app.faults.now();
  const marks = { expirationDate: datestamp(now + TOKEN_LIFE_MS), cursor: String(start), completeListSize: String(all.length) };
  const token = more ? resumptionToken({ given: from.given, page: from.page + 1 }, key(app), now) : undefined;
  return [...shown, element('resumptionToken', marks, token)];
}

function harvest({ from, until, set }: Readonly<Record<string, string>>, app: App): Harvested[] {
  if (set !== undefined && !(FIXED_SETS.some(({ spec }) => spec === set) || set.startsWith('user-'))) return [];
  return published(app).filter((record) => {
    const at = datestamp(record.updated);
    if ((from !== undefined && at < from) || (until !== undefined && at > until)) return false;
    return set === undefined || setsOf(record.entry).includes(set);
  });
}

/** Every published version that searches see, in the order of their ids. */
function published(app: App): SearchDocument[] {
  const found: SearchDocument[] = [];
  for (const { record } of app.catalogue.documents()) if (record) found.push(record);
  return found.sort((a, b) => Number(a.id) - Number(b.id));
}

function findByOaiId(identifier: string, app: App): Harvested {
  const entry = app.store.entry(/^oai:zenodo\.org:(\d+)$/.exec(identifier)?.[1] ?? '');
  if (!entry?.record) throw new OaiProblem('idDoesNotExist', 'No matching identifier');
  return { id: entry.id, entry, updated: entry.record.updated };
}

function recordElement(one: Harvested, prefix: string, call: Call, app: App): XmlElement {
  const source = exportSource(recordSource(call, app, one.entry));
  return element('record', {}, header(one), element('metadata', {}, METADATA_FORMATS.get(prefix)!.of(source)));
}

function header({ entry, updated }: Harvested): XmlElement {
  const identifier = textAt(entry.record!.pids['oai'] as Record<string, string>, 'identifier') ?? `oai:zenodo.org:${entry.id}`;
  return element(
    'header',
    {},
    element('identifier', {}, identifier),
    element('datestamp', {}, datestamp(updated)),
    setsOf(entry).map((spec) => element('setSpec', {}, spec)),
  );
}

function key(app: App): string {
  return app.store.setting('oai-key', () => randomBytes(24).toString('hex'));
}

export const oaiRoutes: readonly Route[] = [
  { method: 'GET', path: '/oai2d', handle: answer },
  { method: 'POST', path: '/oai2d', handle: answer },
];
