import type { Doc } from '../json.ts';
import { docAt, textAt } from '../json.ts';
import type { Concept, Entry } from '../state/entry.ts';
import { iiifBase, thumbnailLinks } from './iiif-links.ts';

/** The `links` of a draft. */
export function draftLinks(entry: Entry, concept: Concept, origin: string): Doc {
  const record = `${origin}/api/records/${entry.id}`;
  const draft = `${record}/draft`;
  const doi = textAt(docAt(entry.draft?.pids ?? {}, 'doi'), 'identifier');
  return {
    self: draft,
    self_html: `${origin}/uploads/${entry.id}`,
    preview_html: `${origin}/records/${entry.id}?preview=1`,
    ...(doi ? { doi: `https://doi.org/${doi}`, self_doi: `https://doi.org/${doi}` } : {}),
    reserve_doi: `${draft}/pids/doi`,
    ...parentDoiLinks(concept, origin),
    ...presentationLinks(iiifBase(origin, 'draft', entry.id)),
    files: `${draft}/files`,
    media_files: `${draft}/media-files`,
    ...thumbnailLinks(origin, entry.id, entry.draft!.files),
    archive: `${draft}/files-archive`,
    archive_media: `${draft}/media-files-archive`,
    versions: `${record}/versions`,
    record,
    record_html: `${origin}/records/${entry.id}`,
    publish: `${draft}/actions/publish`,
    review: `${draft}/review`,
    ...(entry.review ? { 'submit-review': `${draft}/actions/submit-review` } : {}),
    ...sharedLinks(record, entry.record !== undefined),
  };
}

/** The `links` of a published record. */
export function recordLinks(entry: Entry, concept: Concept, origin: string): Doc {
  const record = `${origin}/api/records/${entry.id}`;
  const doi = textAt(docAt(entry.record?.pids ?? {}, 'doi'), 'identifier');
  return {
    self: record,
    self_html: `${origin}/records/${entry.id}`,
    preview_html: `${origin}/records/${entry.id}?preview=1`,
    ...(doi ? { doi: `https://doi.org/${doi}`, self_doi: `https://doi.org/${doi}`, self_doi_html: `${origin}/doi/${doi}` } : {}),
    reserve_doi: `${record}/draft/pids/doi`,
    parent: `${origin}/api/records/${concept.id}`,
    parent_html: `${origin}/records/${concept.id}`,
    ...parentDoiLinks(concept, origin),
    ...presentationLinks(iiifBase(origin, 'record', entry.id)),
    files: `${record}/files`,
    media_files: `${record}/media-files`,
    ...thumbnailLinks(origin, entry.id, entry.record!.files),
    archive: `${record}/files-archive`,
    archive_media: `${record}/media-files-archive`,
    latest: `${record}/versions/latest`,
    latest_html: `${origin}/records/${entry.id}/latest`,
    versions: `${record}/versions`,
    draft: `${record}/draft`,
    ...sharedLinks(record, true),
  };
}

function presentationLinks(iiif: string): Doc {
  return { self_iiif_manifest: `${iiif}/manifest`, self_iiif_sequence: `${iiif}/sequence/default` };
}

function parentDoiLinks(concept: Concept, origin: string): Doc {
  const doi = textAt(docAt(concept.pids, 'doi'), 'identifier');
  return doi ? { parent_doi: `https://doi.org/${doi}`, parent_doi_html: `${origin}/doi/${doi}` } : {};
}

function sharedLinks(record: string, published: boolean): Doc {
  return {
    access_links: `${record}/access/links`,
    access_grants: `${record}/access/grants`,
    access_users: `${record}/access/users`,
    access_request: `${record}/access/request`,
    access: `${record}/access`,
    communities: `${record}/communities`,
    'communities-suggestions': `${record}/communities-suggestions`,
    ...(published ? { request_deletion: `${record}/request-deletion`, file_modification: `${record}/file-modification` } : {}),
    quota_increase: `${record}/quota-increase`,
    requests: `${record}/requests`,
  };
}
