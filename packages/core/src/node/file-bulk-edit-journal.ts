import { open, readFile } from 'node:fs/promises';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { BulkEditJournal, BulkEditJournalEntry } from '../types/bulk-edit.ts';
import { diskError, onDisk } from './disk-error.ts';

/**
 * A journal in a file, a line of JSON for each entry, on disk before the next call is made. A line that a crash cut off
 * is passed over: it was written before the call that it tells of.
 *
 * @param path - made when it is not there; its folder has to be
 */
export function fileBulkEditJournal(path: string): BulkEditJournal {
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw diskError('read', path, error);
      });
      const entries = text
        .split('\n')
        .map(parsed)
        .filter((entry) => entry !== undefined);
      if (entries.every(isEntry) && (entries.length > 0 || !text.includes('\n'))) return entries;
      throw new ConfigurationError(`"${path}" holds something else than the journal of a bulk edit; give a file of its own.`, 'journal');
    },
    save: (entry) => onDisk('written', path, () => append(path, entry)),
  };
}

async function append(path: string, entry: BulkEditJournalEntry): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(size - 1, 0));
    // What a crash cut off stays a line of its own.
    const isEnded = size === 0 || bytesRead === 0 || buffer.toString() === '\n';
    await file.appendFile(`${isEnded ? '' : '\n'}${JSON.stringify(entry)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is BulkEditJournalEntry {
  return typeof value === 'object' && value !== null && 'job' in value && 'id' in value && 'state' in value;
}
