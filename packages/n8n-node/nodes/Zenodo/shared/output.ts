import type {
  BulkEditRow,
  Community,
  DepositPlan,
  DepositResult,
  Draft,
  FileEntry,
  RequestEvent,
  ZenodoRecord,
  ZenodoRequest,
} from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';

/** An answer as Zenodo gave it. */
export const raw = (answer: object): IDataObject => ({ ...answer }) as IDataObject;

/** A record in the ten fields that flows go on with. What is not there is null, so that columns stay. */
export function simplifiedRecord(record: ZenodoRecord | Draft): IDataObject {
  const { metadata } = record;
  return {
    id: record.id,
    conceptId: record.parent.id,
    doi: record.pids['doi']?.identifier ?? null,
    conceptDoi: record.parent.pids?.['doi']?.identifier ?? null,
    title: metadata.title ?? null,
    // A record with an open draft of its next edit is published all the same.
    status: record.is_published ? 'published' : (record.status ?? 'draft'),
    publicationDate: metadata.publication_date ?? null,
    resourceType: metadata.resource_type?.id ?? null,
    url: textAt(record.links, 'self_html'),
    filesCount: record.files.count ?? Object.keys(record.files.entries ?? {}).length,
  };
}

/** The same ten of a deposit; a draft's DOI is the reserved one, which works once it is published. */
export function simplifiedDeposit(result: DepositResult): IDataObject {
  const held = result.record ?? result.draft;
  return {
    ...(held ? simplifiedRecord(held) : {}),
    id: result.id,
    conceptId: result.parentId,
    doi: result.doi ?? null,
    conceptDoi: result.conceptDoi ?? null,
    status: result.status,
    url: result.htmlUrl,
    filesCount: result.files.length,
  };
}

export function rawDeposit({ record, draft, id }: DepositResult): IDataObject {
  const held = record ?? draft;
  return held ? raw(held) : { id };
}

/** What a deposit would do. */
export function plannedDeposit(plan: DepositPlan, more: IDataObject): IDataObject {
  const { content } = plan;
  return {
    dryRun: true,
    target: content.target.kind,
    id: content.target.id ?? null,
    whenDone: content.ending,
    files: raw(content.files),
    bytesToSend: content.bytesToSend,
    warnings: [...content.warnings],
    plan: plan.toText(),
    ...more,
  };
}

export const simplifiedFile = (recordId: string, file: FileEntry): IDataObject => ({
  recordId,
  key: file.key,
  size: file.size ?? null,
  checksum: file.checksum ?? null,
  mimeType: file.mimetype ?? null,
  status: file.status ?? 'completed',
});

export function simplifiedCommunity(community: Community): IDataObject {
  const { metadata, access } = community;
  return {
    id: community.id,
    slug: community.slug,
    title: metadata.title ?? null,
    description: metadata.description ?? null,
    type: metadata.type?.id ?? null,
    website: metadata.website ?? null,
    url: textAt(community.links, 'self_html'),
    submissions: access.record_submission_policy ?? null,
    review: access.review_policy ?? null,
    created: community.created,
  };
}

export function simplifiedRequest(request: ZenodoRequest): IDataObject {
  return {
    id: request.id,
    type: request.type,
    status: request.status,
    title: request.title ?? null,
    isOpen: request.is_open,
    recordId: request.topic?.['record'] ?? null,
    communityId: request.receiver?.['community'] ?? null,
    createdBy: request.created_by?.['user'] ?? null,
    created: request.created,
    url: textAt(request.links, 'self_html'),
  };
}

export const simplifiedComment = (requestId: string, comment: RequestEvent): IDataObject => ({
  requestId,
  commentId: comment.id,
  content: comment.payload?.content ?? null,
  created: comment.created,
});

export const simplifiedRow = ({ id, kind, title, doi, status, message, changes }: BulkEditRow): IDataObject => ({
  id,
  kind,
  title: title ?? null,
  doi: doi ?? null,
  status,
  message,
  changes: changes.map(raw),
});

const textAt = (links: Readonly<{ [name: string]: unknown }>, name: string): string | null => {
  const link = links[name];
  return typeof link === 'string' ? link : null;
};
