import type { FieldError } from '../http/problem.ts';
import type { DraftContent } from '../state/entry.ts';

/** What keeps a draft's files from being published; empty when nothing does. */
export function fileProblems(draft: DraftContent): FieldError[] {
  const { entries, enabled } = draft.files;
  if (!enabled) return [];
  if (entries.length === 0)
    return [
      { field: 'files.enabled', messages: ['Missing uploaded files. To disable files for this record please mark it as metadata-only.'] },
    ];
  if (entries.some((file) => file.status !== 'completed'))
    return [{ field: 'files', messages: ['One or more files have not completed their transfer, please wait.'] }];
  return [];
}
