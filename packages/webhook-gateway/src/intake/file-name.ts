import { Problem, type ProblemKind } from '../problems/problem.ts';

/** Controls, formats (bidi, zero width, soft hyphen), line and paragraph separators, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const pathParts = /[/\\]/;
const hasFolders = 'has path parts; a name may not hold / or \\';
/** Windows opens a device under these names, whatever the ending. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const maxBytes = 255;

/**
 * A name as it may stand in a record: one part, visible, at most 255 bytes, in NFC. Spool files have random names, so a
 * name from outside never reaches the file system.
 *
 * @throws {Problem} `bad-file-name`
 */
export function fileName(given: string): string {
  return soundName(given, 'bad-file-name', 'file name');
}

/** @throws {Problem} `bad-dataset` */
export function datasetName(given: string): string {
  return soundName(given, 'bad-dataset', 'dataset name');
}

function soundName(given: string, kind: ProblemKind, what: string): string {
  const fault = faultOf(given);
  if (fault) throw badName(given, { kind, what, fault });
  return given.normalize('NFC');
}

/** The refusal of a file name with folders in it. */
export const folderInName = (given: string): Problem => badName(given, { kind: 'bad-file-name', what: 'file name', fault: hasFolders });

interface Fault {
  readonly kind: ProblemKind;
  readonly what: string;
  readonly fault: string;
}

const badName = (given: string, { kind, what, fault }: Fault): Problem =>
  new Problem(kind, `The ${what} ${quoted(given)} ${fault}.`, `Send a ${what} without it.`);

function faultOf(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.' || name === '..') return 'is a path part';
  if (pathParts.test(name)) return hasFolders;
  if (name.includes('\0')) return 'holds a NUL character';
  if (unseen.test(name)) return 'holds a control, direction or invisible character';
  if (name !== name.trim() || name.endsWith('.')) return 'begins or ends with a space, or ends with a dot';
  if (devices.test(name)) return 'is the name of a device on Windows';
  if (Buffer.byteLength(name.normalize('NFC')) > maxBytes) return `is longer than ${maxBytes} bytes`;
  return undefined;
}

/** For a sentence: cut, and with what cannot be seen escaped. */
export function quoted(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  const visible = short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return `"${visible}"`;
}
