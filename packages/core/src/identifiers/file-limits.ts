import { ConfigurationError } from '../errors/configuration-error.ts';

/** Zenodo's limits for one record, unless it granted others. */
export interface FileLimits {
  /** Default 100. */
  readonly mostFiles?: number;
  /** Bytes of all files together. Default 50 GB (50 × 10⁹). */
  readonly mostBytes?: number;
}

/**
 * Looks at all files of a record before the first byte of any is sent. No files are fine here.
 *
 * @throws {ConfigurationError} an empty file, too many files, too many bytes, or two files of one key
 * @see https://help.zenodo.org/docs/deposit/manage-files/
 */
export function ensureFileLimits(files: readonly { readonly key: string; readonly size: number }[], limits: FileLimits = {}): void {
  const { mostFiles = 100, mostBytes = 50_000_000_000 } = limits;
  if (files.length > mostFiles)
    throw new ConfigurationError(
      `Zenodo takes ${mostFiles} files in a record, and these are ${files.length}; pack some together, as packFolder does.`,
    );
  const seen = new Set<string>();
  let bytes = 0;
  for (const { key, size } of files) {
    if (!Number.isSafeInteger(size) || size <= 0)
      throw new ConfigurationError(
        `The file "${key}" is empty or of unknown size, which Zenodo refuses; leave it out or pack it with others.`,
      );
    if (seen.has(key)) throw new ConfigurationError(`Two files have the key "${key}"; give each its own.`);
    seen.add(key);
    bytes += size;
  }
  if (bytes > mostBytes)
    throw new ConfigurationError(
      `The files have ${gigabytes(bytes)} GB together, and a record takes ${gigabytes(mostBytes)} GB; divide them among several records, or ask Zenodo for more.`,
    );
}

const gigabytes = (bytes: number): string => String(Math.ceil(bytes / 1e7) / 100);
