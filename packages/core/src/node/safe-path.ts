import { join, sep } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';

const longestName = 255;
/** Names that mean a device on Windows, whatever follows their first dot. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The place of a file key below a folder. A key may have `/` in it and then lies in folders of its own; what would lead
 * out of the folder, or is no file name on this system, is refused.
 *
 * @throws {ConfigurationError} the key can be no path
 */
export function pathBelow(folder: string, key: string, onWindows = process.platform === 'win32'): string {
  const names = key.split('/');
  if (!names.every((name) => isFileName(name) && (!onWindows || isWindowsName(name))))
    throw new ConfigurationError(
      `The file "${key.slice(0, 80)}" has a name that would lead out of the folder or that this disk does not take; fetch it with "bytes" and give it another.`,
    );
  return join(folder, names.join(sep));
}

function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && Buffer.byteLength(name) <= longestName && !/[\\\p{Cc}]/u.test(name);
}

/** A colon begins a drive or a hidden stream there; dots and spaces at the end fall away. */
const isWindowsName = (name: string): boolean => !/[:<>"|?*]|[. ]$/.test(name) && !deviceName.test(name);

/**
 * Looks at the places of all files together.
 *
 * @throws {ConfigurationError} one file would lie where another needs a folder, or two are one on this disk
 */
export function ensureApart(keys: readonly string[], ignoresCase = process.platform === 'darwin' || process.platform === 'win32'): void {
  const seen = new Map<string, string>();
  const written = (key: string) => (ignoresCase ? key.normalize('NFC').toLowerCase() : key);
  for (const key of keys) {
    const other = seen.get(written(key));
    if (other !== undefined)
      throw new ConfigurationError(
        `The files "${other}" and "${key}" are the same on this disk; fetch them one by one into different folders.`,
      );
    seen.set(written(key), key);
  }
  for (const key of keys) {
    for (let at = key.indexOf('/'); at > 0; at = key.indexOf('/', at + 1)) {
      const other = seen.get(written(key.slice(0, at)));
      if (other !== undefined)
        throw new ConfigurationError(
          `The file "${other}" lies where "${key}" needs a folder; fetch them one by one into different folders.`,
        );
    }
  }
}
