import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { citation } from '../exports/citation.ts';
import { exportSource } from '../exports/source.ts';
import type { Doc } from '../json.ts';
import type { Entry, RecordContent } from '../state/entry.ts';
import { withTerms } from '../vocabularies/references.ts';

interface Removal {
  readonly removedBy: string;
  /** Id of the removal reasons. */
  readonly reason?: string;
  /** Under which policy the owner could do it without asking. */
  readonly policy?: string;
  readonly note?: string;
  /** Absent: the record's citation in the style of the APA. */
  readonly citation?: string;
  readonly isVisible?: boolean;
}

/** Takes a published version away and leaves a tombstone. Its files stay on the disk, so that it can come back. */
export function removeRecord(app: App, entry: Entry, removal: Removal): Entry {
  const { record, draft: _draft, ...rest } = entry;
  const tombstone: Doc = {
    note: removal.note ?? '',
    removed_by: { user: removal.removedBy },
    removal_date: timestamp(),
    citation_text: removal.citation ?? citationOf(entry.id, record!),
    is_visible: removal.isVisible ?? true,
    ...(removal.reason === undefined ? {} : { removal_reason: { id: removal.reason } }),
    ...(removal.policy === undefined ? {} : { deletion_policy: { id: removal.policy } }),
  };
  const removed: Entry = { ...rest, removed: { record: record!, tombstone } };
  app.store.saveEntry(removed);
  return removed;
}

/** Brings a removed version back as it was. */
export function restoreRecord(app: App, entry: Entry): Entry {
  const { removed, ...rest } = entry;
  const restored: Entry = { ...rest, record: removed!.record };
  app.store.saveEntry(restored);
  return restored;
}

function citationOf(id: string, { metadata, customFields, pids }: RecordContent): string {
  const record = { id, metadata: withTerms(metadata), custom_fields: customFields, pids };
  return citation(exportSource(record, new URLSearchParams({ style: 'apa' })));
}
