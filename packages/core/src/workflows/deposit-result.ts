import type { DepositResult } from '../types/deposit.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { Place } from './place.ts';

/** Zenodo's remarks are in the answers of create and update alone; they are put back into the draft. */
export function draftResult(status: 'draft' | 'in_review' | 'declined', { draft, errors, files }: Place): DepositResult {
  const requestId = draft.parent.review?.id;
  return {
    status,
    ...common(draft),
    files,
    draft: { ...draft, ...(errors && { errors }) },
    ...(status !== 'draft' && requestId !== undefined && { requestId }),
  };
}

export function recordResult(
  record: ZenodoRecord,
  files: readonly FileEntry[],
  { unchanged, findable }: { readonly unchanged: boolean; readonly findable: boolean | undefined },
): DepositResult {
  return {
    status: unchanged ? 'unchanged' : 'published',
    ...common(record),
    files,
    record,
    ...(findable !== undefined && { findable }),
  };
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
