import { type Doc, docAt, textAt } from '../json.ts';
import type { Content, Entry } from '../state/entry.ts';
import { termProperty, termTitle } from '../vocabularies/vocabulary.ts';
import { encodePath } from './file-view.ts';
import { draftLinks, recordLinks } from './links.ts';
import { accessStatus, statusOf, type ViewContext } from './native-view.ts';
import { zenodoMetadata } from './zenodo-metadata.ts';

/** A draft in Zenodo's own dialect, `application/json`. It never shows `errors`. */
export function zenodoDraft(entry: Entry, context: ViewContext): Doc {
  const draft = entry.draft!;
  const base = `${context.origin}/api/records/${entry.id}/draft/files`;
  return {
    ...common(entry, draft, context, entry.draftRevision, draftLinks(entry, context.concept, context.origin), base),
    status: statusOf(entry),
    state: entry.record ? 'inprogress' : 'unsubmitted',
    submitted: entry.record !== undefined,
  };
}

/** A published record in Zenodo's own dialect. */
export function zenodoRecord(entry: Entry, context: ViewContext): Doc {
  const record = entry.record!;
  const base = `${context.origin}/api/records/${entry.id}/files`;
  return {
    ...common(entry, record, context, record.revision, recordLinks(entry, context.concept, context.origin), base),
    swh: context.listed ? null : {},
    status: 'published',
    stats: {
      downloads: 0,
      unique_downloads: 0,
      views: 0,
      unique_views: 0,
      version_downloads: 0,
      version_unique_downloads: 0,
      version_unique_views: 0,
      version_views: 0,
    },
    state: 'done',
    submitted: true,
  };
}

function common(entry: Entry, content: Content, context: ViewContext, revision: number, links: Doc, filesUrl: string): Doc {
  const doi = textAt(docAt(content.pids, 'doi'), 'identifier');
  const conceptDoi = textAt(docAt(context.concept.pids, 'doi'), 'identifier');
  const isLast = entry.id === context.latestId;
  return {
    created: content.created,
    modified: content.updated,
    id: Number(entry.id),
    conceptrecid: context.concept.id,
    ...(doi ? { doi } : {}),
    ...(conceptDoi ? { conceptdoi: conceptDoi } : {}),
    ...(doi ? { doi_url: `https://doi.org/${doi}` } : {}),
    metadata: {
      ...zenodoMetadata(content, doi),
      access_right: accessRight(content),
      ...typeView(content.metadata),
      ...communitiesView(entry),
      relations: { version: [{ index: entry.index - 1, is_last: isLast, parent: { pid_type: 'recid', pid_value: context.concept.id } }] },
    },
    title: textAt(content.metadata, 'title') ?? '',
    links,
    updated: content.updated,
    recid: entry.id,
    revision,
    files: (context.seesFiles ? content.files.entries : [])
      .filter((file) => file.status === 'completed')
      .map((file) => ({
        id: file.fileId ?? '',
        key: file.key,
        size: file.size ?? 0,
        checksum: file.checksum ?? '',
        links: { self: `${filesUrl}/${encodePath(file.key)}/content` },
      })),
    owners: [{ id: context.concept.ownerId }],
  };
}

function accessRight(content: Content): string {
  const status = accessStatus(content);
  return status === 'metadata-only' ? 'open' : status;
}

function communitiesView({ communities = [] }: Entry): Doc {
  return communities.length === 0 ? {} : { communities: communities.map(({ slug }) => ({ id: slug })) };
}

function typeView(metadata: Doc): Doc {
  const id = textAt(docAt(metadata, 'resource_type'), 'id');
  if (id === undefined) return {};
  const type = termProperty('resource-types', id, 'type') ?? id;
  const subtype = termProperty('resource-types', id, 'subtype')?.replace(`${type}-`, '');
  return { resource_type: { title: termTitle('resource-types', id) ?? id, type, ...(subtype ? { subtype } : {}) } };
}
