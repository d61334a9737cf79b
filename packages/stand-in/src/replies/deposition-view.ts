import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { type Doc, docAt, textAt } from '../json.ts';
import type { Concept, Content, Entry } from '../state/entry.ts';
import { filesInside } from './deposition-files.ts';
import { depositionMetadata } from './deposition-metadata.ts';
import { isPicture, THUMBNAIL_SIZES } from './iiif-links.ts';

/** A version as the deposit API shows it: its draft when one is open, else the record. A listing does not know the bucket. */
export function depositionView(call: Call, app: App, entry: Entry, listed = false): Doc {
  const content: Content = entry.draft ?? entry.record!;
  const concept = app.store.concept(entry.parentId)!;
  const links = linksOf(entry, content, concept, call.origin, listed);
  const doi = doiIn(content.pids);
  const conceptDoi = doiIn(concept.pids);
  return {
    created: content.created,
    modified: content.updated,
    id: Number(entry.id),
    conceptrecid: concept.id,
    ...(doi === undefined ? {} : { doi }),
    ...(conceptDoi === undefined ? {} : { conceptdoi: conceptDoi }),
    ...(doi === undefined ? {} : { doi_url: doiUrl(doi) }),
    metadata: depositionMetadata(entry, content, communitiesOf(entry, content)),
    title: textAt(content.metadata, 'title') ?? '',
    links,
    record_id: Number(entry.id),
    owner: Number(entry.ownerId),
    files: filesInside(entry, String(links['files']), call.origin),
    state: stateOf(entry),
    submitted: entry.record !== undefined,
  };
}

export function depositionReply(status: number, call: Call, app: App, entry: Entry): Reply {
  const revision = entry.draft ? entry.draftRevision : entry.record!.revision;
  return jsonReply(status, depositionView(call, app, entry), 'application/json', { etag: `"${revision}"` });
}

function stateOf(entry: Entry): string {
  if (!entry.record) return 'unsubmitted';
  return entry.draft ? 'inprogress' : 'done';
}

/** The communities that the version is in, and those that a deposition asks for until it is published. */
function communitiesOf(entry: Entry, content: Content): string[] {
  const asked = content.customFields['legacy:communities'];
  const named = Array.isArray(asked) ? asked.filter((one) => typeof one === 'string') : [];
  return [...new Set([...named, ...(entry.communities ?? []).map(({ slug }) => slug)])];
}

function linksOf(entry: Entry, content: Content, concept: Concept, origin: string, listed: boolean): Doc {
  const record = `${origin}/api/records/${entry.id}`;
  const deposition = `${origin}/api/deposit/depositions/${entry.id}`;
  const doi = doiIn(content.pids);
  const conceptDoi = doiIn(concept.pids);
  const isRecord = entry.draft === undefined;
  return {
    self: isRecord ? record : deposition,
    html: isRecord ? `${origin}/records/${entry.id}` : `${origin}/deposit/${entry.id}`,
    ...(doi === undefined ? {} : { doi: doiUrl(doi) }),
    ...(isRecord && conceptDoi !== undefined ? { parent_doi: doiUrl(conceptDoi) } : {}),
    badge: badge(origin, doi ?? ''),
    ...(isRecord && conceptDoi !== undefined ? { conceptbadge: badge(origin, conceptDoi) } : {}),
    files: isRecord ? `${record}/files` : `${deposition}/files`,
    ...(listed ? {} : { bucket: `${origin}/api/files/${content.files.bucketId}` }),
    ...thumbs(entry.id, content, origin),
    latest_draft: deposition,
    latest_draft_html: `${origin}/deposit/${entry.id}`,
    publish: `${deposition}/actions/publish`,
    edit: `${deposition}/actions/edit`,
    discard: `${deposition}/actions/discard`,
    newversion: `${deposition}/actions/newversion`,
    ...(entry.record
      ? {
          record,
          record_html: `${origin}/record/${entry.id}`,
          latest: `${record}/versions/latest`,
          latest_html: `${origin}/records/${entry.id}/latest`,
        }
      : {}),
  };
}

/** Addresses of the old site that lead to thumbnails. */
function thumbs(id: string, { files }: Content, origin: string): Doc {
  if (!files.entries.some(({ key }) => isPicture(key))) return {};
  const of = (size: number) => `${origin}/record/${id}/thumb${size}`;
  return { thumb250: of(250), thumbs: Object.fromEntries(THUMBNAIL_SIZES.map((size) => [String(size), of(size)])) };
}

function doiIn(pids: Doc): string | undefined {
  return textAt(docAt(pids, 'doi'), 'identifier');
}

function doiUrl(doi: string): string {
  return encodeURI(`https://doi.org/${doi}`);
}

function badge(origin: string, doi: string): string {
  return `${origin}/badge/doi/${encodeURIComponent(doi)}.svg`;
}
