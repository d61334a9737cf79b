import { createHash } from 'node:crypto';
import { ChecksumError } from '../errors/checksum-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ConnectionError } from '../errors/connection-errors.ts';
import type { Settings } from '../options.ts';
import type { CallOptions } from '../types/call-options.ts';
import { settled } from '../types/settled.ts';
import type { Caller } from './caller.ts';
import { contentPart } from './content-part.ts';
import { redactError } from './redact.ts';
import { backoffMs } from './retry.ts';

export interface BytesOptions extends CallOptions {
  /** The first byte that is wanted; default 0. */
  readonly fromByte?: number;
  /** Compares the MD5 of a whole file with what Zenodo says in the answer's `ETag`. Default true. */
  readonly verify?: boolean;
  /** A chunk is good until the next one is asked for: saves memory and time for whoever copies or writes it at once. Default false. */
  readonly transient?: boolean;
}

interface ContentOf extends BytesOptions {
  readonly path: string;
  readonly key: string;
}

const defaultMaxRetries = 4;

/**
 * The bytes of one file in their order. A connection that breaks is opened again for the rest; `maxRetries` counts the
 * breaks without a byte between them.
 */
export async function* contentBytes(
  caller: Caller,
  { origin, token, transport, random }: Settings,
  { path, key, fromByte = 0, verify = true, ...options }: ContentOf,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!Number.isSafeInteger(fromByte) || fromByte < 0)
    throw new ConfigurationError('"fromByte" must be a whole number of bytes, 0 or more.');
  const { signal, maxRetries = defaultMaxRetries } = options;
  const digest = verify && fromByte === 0 ? createHash('md5') : undefined;
  let at = fromByte;
  for (let breaks = 0; ; ) {
    const call = { method: 'GET', path, accept: '*/*', responseType: 'stream', fromByte: at, ...options } as const;
    const part = contentPart(await caller.followed(call), at);
    const chunks = part.bytes[Symbol.asyncIterator]();
    let broken: unknown;
    try {
      for (;;) {
        const step = await settled(chunks.next());
        if (!step.ok) broken = step.error ?? new Error('the connection broke');
        if (!step.ok || step.value.done) break;
        const chunk = step.value.value;
        digest?.update(chunk);
        at += chunk.byteLength;
        breaks = 0;
        yield chunk;
      }
    } finally {
      await settled(Promise.resolve(chunks.return?.()));
    }
    if (signal?.aborted) throw signal.reason;
    if (broken === undefined && at < (part.size ?? 0)) broken = new Error(`only ${at} of ${part.size} bytes came`);
    if (broken === undefined) {
      const md5 = digest?.digest('hex');
      if (md5 && part.md5 && md5 !== part.md5) throw new ChecksumError(key, 'received', `md5:${part.md5}`, `md5:${md5}`);
      return;
    }
    if (breaks++ >= maxRetries) throw new ConnectionError(`GET ${origin}/api${path}`, redactError(broken, token?.latest));
    await transport.sleep(backoffMs(breaks, random), signal);
  }
}
