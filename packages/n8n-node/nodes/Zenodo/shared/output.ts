import type { DepositResult, Draft, ZenodoRecord } from '@zenodo-connect/core/portable';
import type { IDataObject } from 'n8n-workflow';

/** A record in the ten fields that flows go on with. What is not there is null, so that columns stay. */
export function simplifiedRecord(record: ZenodoRecord | Draft): IDataObject {
  const { metadata } = record;
  return {
    id: record.id,
    conceptId: record.parent.id,
    doi: record.pids['doi']?.identifier ?? null,
    conceptDoi: record.parent.pids?.['doi']?.identifier ?? null,
    title: metadata.title ?? null,
    status: record.is_published ? 'published' : 'draft',
    publicationDate: metadata.publication_date ?? null,
    resourceType: metadata.resource_type?.id ?? null,
    url: typeof record.links['self_html'] === 'string' ? record.links['self_html'] : null,
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
    status: result.status === 'draft' ? 'draft' : 'published',
    url: result.htmlUrl,
    filesCount: result.files.length,
  };
}

/** The record or draft as Zenodo answered it. */
export const raw = (record: ZenodoRecord | Draft): IDataObject => ({ ...record }) as unknown as IDataObject;

export function rawDeposit({ record, draft, id }: DepositResult): IDataObject {
  const held = record ?? draft;
  return held ? raw(held) : { id };
}
