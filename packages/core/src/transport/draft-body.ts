import type { DraftChange } from '../types/draft-input.ts';
import { idsOnly, withoutUndefined } from '../types/ids-only.ts';
import type { Draft } from '../types/record.ts';

/**
 * The whole draft with a change in it, as a PUT wants it: whatever a PUT leaves out is reset by Zenodo, a reserved DOI too.
 * Vocabulary entries come with titles and go back as ids alone.
 */
export function draftBody(draft: Draft, change: DraftChange): Record<string, unknown> {
  const { enabled, default_preview, order } = { ...draft.files, ...change.files };
  const { record, files, embargo } = { ...draft.access, ...change.access };
  return {
    metadata: idsOnly(withoutUndefined({ ...draft.metadata, ...change.metadata })),
    custom_fields: idsOnly(withoutUndefined({ ...draft.custom_fields, ...change.custom_fields })),
    access: withoutUndefined({ record, files, embargo }),
    files: withoutUndefined({ enabled, default_preview, order }),
    pids: change.pids ?? draft.pids,
    ...(draft.media_files?.enabled && { media_files: { enabled: true } }),
  };
}
