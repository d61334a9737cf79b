import { Transform, type TransformCallback } from 'node:stream';
import { Problem } from '../problems/problem.ts';

const maxHeadBytes = 16 * 1024;
const maxParts = 250;
const maxHeaderLines = 20;

export function badForm(detail: string, nextStep = 'Send multipart/form-data as RFC 7578 says; curl -F does.'): Problem {
  return new Problem('bad-form', detail, nextStep);
}

/**
 * Reads over a form on its way to the parser and looks at what the parser does not tell: headers that are there twice, a
 * `filename` and a `filename*` that disagree, NUL in a head, heads and parts without number, and a form without its end.
 */
export class FormHeads extends Transform {
  readonly #boundary: Buffer;
  readonly #maxBytes: number;
  #state: 'body' | 'head' | 'end' = 'body';
  /** What was seen and may be the begin of something. The first boundary has no line before it. */
  #rest: Buffer = Buffer.from('\r\n');
  #parts = 0;
  #size = 0;
  readonly #tooLarge: () => Problem;

  constructor(boundary: string, { maxBytes, tooLarge }: { maxBytes: number; tooLarge: () => Problem }) {
    super();
    this.#boundary = Buffer.from(`\r\n--${boundary}`);
    this.#maxBytes = maxBytes;
    this.#tooLarge = tooLarge;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#size += chunk.length;
      if (this.#size > this.#maxBytes) throw this.#tooLarge();
      this.#scan(chunk);
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(
      this.#state === 'end'
        ? null
        : badForm('The form has no end: its last boundary is missing; nothing was kept.', 'Send the whole form again.'),
    );
  }

  #scan(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#state !== 'end' && (this.#state === 'body' ? this.#findBoundary() : this.#findHead()));
    if (this.#state === 'body') this.#rest = this.#rest.subarray(Math.max(0, this.#rest.length - this.#boundary.length));
    if (this.#state === 'end') this.#rest = Buffer.alloc(0);
  }

  #findBoundary(): boolean {
    const at = this.#rest.indexOf(this.#boundary);
    if (at < 0) return false;
    this.#rest = this.#rest.subarray(at + this.#boundary.length);
    this.#state = 'head';
    return true;
  }

  #findHead(): boolean {
    if (this.#rest.length < 2) return false;
    if (this.#rest.subarray(0, 2).toString('latin1') === '--') {
      this.#state = 'end';
      return false;
    }
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end > maxHeadBytes || (end < 0 && this.#rest.length > maxHeadBytes))
      throw badForm(`A part of the form has a head of more than ${maxHeadBytes} bytes.`);
    if (end < 0) return false;
    this.#parts += 1;
    if (this.#parts > maxParts) throw badForm(`The form has more than ${maxParts} parts.`, 'Send fewer files and fields.');
    checkHead(this.#rest.subarray(0, end).toString('latin1'));
    // The blank line may be the begin of the next boundary, when the part is empty.
    this.#rest = this.#rest.subarray(end + 2);
    this.#state = 'body';
    return true;
  }
}

function checkHead(head: string): void {
  const lines = head.split('\r\n').filter((line) => line !== '');
  if (lines.length > maxHeaderLines) throw badForm(`A part of the form has more than ${maxHeaderLines} headers.`);
  if (/[\0\r\n]/.test(lines.join(''))) throw badForm('A part of the form has a NUL or a bare line break in its head.');
  const names = lines.map((line) => line.split(':')[0]!.trim().toLowerCase());
  if (new Set(names).size < names.length) throw badForm('A part of the form has a header twice.');
  const disposition = lines.find((line) => /^content-disposition\s*:/i.test(line)) ?? '';
  const [plain, extended] = [/;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1], /;\s*filename\*=([^;]*)/i.exec(disposition)?.[1]];
  if (plain !== undefined && extended !== undefined && !agree(plain, extended.trim()))
    throw badForm('A part of the form has two names, `filename` and `filename*`, that differ.', 'Send one of them.');
}

/** The plain form may have `?` or `_` where it cannot write a character. */
function agree(plain: string, extended: string): boolean {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(extended)?.[1];
  if (encoded === undefined) return false;
  try {
    const name = decodeURIComponent(encoded);
    const text = Buffer.from(plain, 'latin1').toString('utf8');
    return text === name || text === encoded || name.replace(/[^ -~]/gu, '?') === text.replaceAll('_', '?');
  } catch {
    return false;
  }
}
