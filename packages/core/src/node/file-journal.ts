import { ConfigurationError } from '../errors/configuration-error.ts';
import type { DepositJournal, DepositJournalEntry } from '../types/deposit.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

/**
 * A journal in a file of its own, one for each deposit. Each step is on disk before the next one begins.
 *
 * @param file - its folder has to be there
 */
export function fileJournal(file: string): DepositJournal {
  return {
    load: async () => {
      const text = await readIfThere(file);
      return text === undefined ? undefined : entryIn(file, text);
    },
    save: (entry) => writeDurably(file, `${JSON.stringify(entry)}\n`),
  };
}

/** @throws {ConfigurationError} the file holds something else: a deposit that began anew for it could make a second record */
function entryIn(file: string, text: string): DepositJournalEntry {
  const entry = parsed(text);
  const isEntry = typeof entry === 'object' && entry !== null && 'step' in entry && typeof entry.step === 'string';
  if (!isEntry) throw new ConfigurationError(`The file "${file}" is no journal of a deposit. Name another one, or move it away.`);
  return entry as DepositJournalEntry;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
