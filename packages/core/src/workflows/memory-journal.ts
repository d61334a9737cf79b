import type { DepositJournal, DepositJournalEntry } from '../types/deposit.ts';

/** A journal for as long as the process lives; one for each deposit. */
export function memoryJournal(): DepositJournal {
  let last: DepositJournalEntry | undefined;
  return {
    load: async () => last,
    save: async (entry) => {
      last = entry;
    },
  };
}
