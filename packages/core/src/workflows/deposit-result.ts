import type { DepositResult } from '../types/deposit.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';

/** @param described - the answer that has Zenodo's remarks; those of later calls have none */
export function draftResult(described: Draft, draft: Draft, files: readonly FileEntry[]): DepositResult {
  return { status: 'draft', ...common(draft), files, draft: { ...draft, ...(described.errors && { errors: described.errors }) } };
}

export function recordResult(record: ZenodoRecord, files: readonly FileEntry[], unchanged: boolean): DepositResult {
  return { status: unchanged ? 'unchanged' : 'published', ...common(record), files, record };
}

function common({ id, pids, parent, links }: Draft | ZenodoRecord) {
  return {
    id,
    doi: pids['doi']?.identifier,
    conceptDoi: parent.pids?.['doi']?.identifier,
    parentId: parent.id,
    htmlUrl: String(links['self_html'] ?? ''),
  };
}
