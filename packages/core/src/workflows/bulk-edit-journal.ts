import type { BulkEditJournal, BulkEditJournalEntry } from '../types/bulk-edit.ts';

/** A journal for one process: a run that failed half-way goes on while this lives. */
export function memoryBulkEditJournal(): BulkEditJournal {
  const entries: BulkEditJournalEntry[] = [];
  return {
    load: async () => [...entries],
    save: async (entry) => {
      entries.push(entry);
    },
  };
}
