import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureRecordId } from '../identifiers/record-id.ts';
import type { DepositRequest } from '../types/deposit.ts';
import type { FileSource } from '../types/file-source.ts';

const mostFiles = 100;
const longestKey = 255;

/**
 * Looks at a request before anything is sent.
 *
 * @throws {ConfigurationError} what cannot work, and what would
 */
export function ensureRequest({ key, metadata, files, finish, previous }: DepositRequest): void {
  if (typeof key !== 'string' || key.trim() === '')
    throw new ConfigurationError('A deposit needs a "key", a text that names it for ever, such as "xrd/S-2291".');
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new ConfigurationError('"metadata" must be an object.');
  if (finish !== undefined && finish !== 'leave' && finish !== 'publish')
    throw new ConfigurationError('"finish" must be "leave" or "publish".');
  if (previous !== undefined) ensureRecordId(previous);
  if (!Array.isArray(files)) throw new ConfigurationError('"files" must be a list of file sources, such as fileFromPath makes.');
  if (files.length === 0 && finish === 'publish' && previous === undefined) {
    throw new ConfigurationError('Zenodo publishes no record without files; give at least one.');
  }
  if (files.length > mostFiles)
    throw new ConfigurationError(`Zenodo takes ${mostFiles} files in a record, and these are ${files.length}; pack some together.`);
  const seen = new Set<string>();
  for (const file of files) {
    ensureFile(file);
    if (seen.has(file.key)) throw new ConfigurationError(`Two files have the key "${file.key}"; give each its own.`);
    seen.add(file.key);
  }
}

function ensureFile({ key, size }: FileSource): void {
  if (typeof key !== 'string' || key === '' || key.length > longestKey || key === '.' || key === '..' || hasControls(key)) {
    throw new ConfigurationError(`"${String(key).slice(0, 80)}" can be no file key; give a name of up to ${longestKey} characters.`);
  }
  if (!Number.isSafeInteger(size) || size <= 0)
    throw new ConfigurationError(`The file "${key}" is empty or of unknown size, which Zenodo refuses.`);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
