import { ZenodoError } from './zenodo-error.ts';

/** What Zenodo stored is not what was sent. Nothing was published with it. */
export class ChecksumError extends ZenodoError {
  override name = 'ChecksumError' as const;
  override readonly code = 'checksum';
  readonly file: string;
  /** What was sent: MD5 in lower-case hex, or the size when that differs already. */
  readonly expected: string;
  /** What Zenodo says it has. */
  readonly stored: string;

  constructor(file: string, expected: string, stored: string) {
    super(`The file "${file}" is ${stored} at Zenodo, but ${expected} was sent. Upload it again.`);
    this.file = file;
    this.expected = expected;
    this.stored = stored;
  }
}
