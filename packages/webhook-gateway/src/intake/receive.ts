import { createHash, type Hash, hash } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Problem } from '../problems/problem.ts';
import type { DigestName } from './digests.ts';
import { Pace, type PaceLimits } from './pace.ts';
import type { Spool, SpoolFile } from './spool.ts';

/** Bodies up to this many bytes live in the inbox row: no file, no second sync. */
export const inlineBytes = 64 * 1024;

export interface ReceiveOptions {
  readonly spool: Spool;
  readonly maxBytes: number;
  readonly pace: PaceLimits;
  /** Sums to compute besides SHA-256 and MD5. */
  readonly sha512?: boolean;
  /** Looks at each chunk before it is kept, such as a signature. */
  readonly look?: ((chunk: Uint8Array) => void) | undefined;
}

/** A body as it was received, whole. Small ones are in `bytes`, others in the spool, synced. */
export interface ReceivedBody {
  readonly size: number;
  readonly md5: string;
  readonly sums: Readonly<Record<DigestName, string | undefined>>;
  readonly bytes: Buffer | undefined;
  readonly spoolFile: SpoolFile | undefined;
}

/**
 * Reads a body to its end, hashing on the way. Unless it resolves nothing is kept; when a later step fails, drop `spoolFile`.
 * The stream is never destroyed here, since its socket still has to carry the answer.
 *
 * @throws {Problem} `too-large`, `empty-file`, `cut-off`, `too-slow`, `storage-full`
 */
export async function receiveBody(stream: Readable, options: ReceiveOptions): Promise<ReceivedBody> {
  if (isJustArriving(stream)) await setImmediate();
  return (isHereWhole(stream) && takeWhole(stream, options)) || receiveChunks(stream, options);
}

/** Node tells of the body before it tells that the message is over, though both came in one piece. */
const isJustArriving = (stream: Readable): boolean =>
  stream instanceof IncomingMessage && !stream.complete && stream.readableLength === Number(stream.headers['content-length']);

/** A small body mostly comes with its head: then no timer, no iterator and no running sum is needed for it. */
const isHereWhole = (stream: Readable): boolean =>
  stream instanceof IncomingMessage &&
  stream.complete &&
  !stream.destroyed &&
  !stream.readableFlowing &&
  stream.readableLength > 0 &&
  stream.readableLength <= inlineBytes;

/** Undefined when there was nothing to take after all. */
function takeWhole(stream: Readable, { maxBytes, sha512, look }: ReceiveOptions): ReceivedBody | undefined {
  const bytes = stream.read() as Buffer | null;
  if (bytes === null) return undefined;
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  look?.(bytes);
  const sums = { sha256: hash('sha256', bytes), sha512: sha512 ? hash('sha512', bytes) : undefined };
  return { size: bytes.length, md5: hash('md5', bytes), sums, bytes, spoolFile: undefined };
}

async function receiveChunks(
  stream: Readable,
  { spool, maxBytes, pace: limits, sha512 = false, look }: ReceiveOptions,
): Promise<ReceivedBody> {
  const sums = { sha256: createHash('sha256'), md5: createHash('md5'), sha512: sha512 ? createHash('sha512') : undefined };
  const sink = new Sink(spool);
  const pace = new Pace(limits);
  try {
    const chunks = stream.iterator({ destroyOnReturn: false });
    for (let next = await pace.watch(chunks.next()); !next.done; next = await pace.watch(chunks.next())) {
      const chunk = next.value as Buffer;
      pace.count(chunk.length);
      if (sink.size + chunk.length > maxBytes) throw tooLarge(maxBytes);
      look?.(chunk);
      for (const sum of Object.values(sums)) sum?.update(chunk);
      await sink.write(chunk);
    }
    if (sink.size === 0) throw emptyFile();
    await sink.spoolFile?.keep();
  } catch (error) {
    await sink.spoolFile?.drop();
    throw isCut(error) ? cutOff(sink.size) : error;
  } finally {
    pace.stop();
  }
  return {
    size: sink.size,
    md5: hexOf(sums.md5),
    sums: { sha256: hexOf(sums.sha256), sha512: sums.sha512 && hexOf(sums.sha512) },
    bytes: sink.bytes,
    spoolFile: sink.spoolFile,
  };
}

/** Collects small bodies in memory, and moves to a spool file once one is not small. */
class Sink {
  size = 0;
  spoolFile: SpoolFile | undefined;
  readonly #spool: Spool;
  #held: Buffer[] = [];

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get bytes(): Buffer | undefined {
    return this.spoolFile ? undefined : Buffer.concat(this.#held);
  }

  async write(chunk: Buffer): Promise<void> {
    this.size += chunk.length;
    if (!this.spoolFile && this.size <= inlineBytes) {
      this.#held.push(chunk);
      return;
    }
    if (!this.spoolFile) {
      this.spoolFile = await this.#spool.begin();
      if (this.#held.length > 0) await this.spoolFile.write(Buffer.concat(this.#held));
      this.#held = [];
    }
    await this.spoolFile.write(chunk);
  }
}

const hexOf = (hash: Hash): string => hash.digest('hex');

const cutCodes = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ABORT_ERR'];

const isCut = (error: unknown): boolean => cutCodes.includes(String((error as NodeJS.ErrnoException).code));

export function tooLarge(maxBytes: number): Problem {
  const detail = `The file is larger than the ${maxBytes} bytes that this gateway takes; nothing of it was kept.`;
  return new Problem('too-large', detail, 'Send a smaller file, or ask the operator to raise limits.max_bytes.', {
    members: { limit_bytes: maxBytes },
  });
}

export function emptyFile(): Problem {
  return new Problem('empty-file', 'The file has no bytes, and Zenodo refuses empty files.', 'Send the file as the body of the request.');
}

function cutOff(size: number): Problem {
  const detail = `The connection ended after ${size} bytes, before the body was whole; nothing was kept.`;
  return new Problem('cut-off', detail, 'Send the whole file again.');
}
