import { setTimeout as wait } from 'node:timers/promises';
import { isConnectionError } from '../errors/guards.ts';
import type { ByteStream } from '../sources/file-from-stream.ts';
import { type Settled, settled } from '../types/settled.ts';

const mostBreaks = 4;
const firstWaitMs = 500;

/** A stream from elsewhere that can be given up. */
export type RemoteBody = ByteStream & { destroy(): unknown };

export interface Remote {
  /** What is fetched, for messages: no query, no user. */
  readonly place: string;
  /** Bytes; undefined when nobody told. */
  readonly size: number | undefined;
  /** Opens what follows; absent where nothing would tell that it is of the same file. */
  readonly openRest: ((fromByte: number) => Promise<RemoteBody>) | undefined;
}

/** The bytes of a remote file. A connection that breaks is opened again for the rest, some times in a row. They can be given up before the first one was asked for. */
export function resumedBytes(first: RemoteBody, remote: Remote): RemoteBody {
  const chunks = chunksOf(first, remote);
  return { [Symbol.asyncIterator]: () => chunks, destroy: () => first.destroy() };
}

async function* chunksOf(first: RemoteBody, { place, size, openRest }: Remote): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  let opened: Settled<RemoteBody> = { ok: true, value: first };
  for (let breaks = 0; ; ) {
    let broken: unknown;
    if (opened.ok) {
      const body = opened.value;
      const chunks = body[Symbol.asyncIterator]();
      try {
        let step = await settled<IteratorResult<Uint8Array>>(chunks.next());
        for (; step.ok && !step.value.done; step = await settled<IteratorResult<Uint8Array>>(chunks.next())) {
          at += step.value.value.byteLength;
          breaks = 0;
          yield step.value.value;
        }
        if (step.ok) return;
        broken = step.error;
      } finally {
        body.destroy();
      }
    } else if (isConnectionError(opened.error)) broken = opened.error;
    else throw opened.error;
    if (!openRest || breaks++ >= mostBreaks)
      throw new Error(`${place} broke off after ${at} of ${size ?? 'unknown'} bytes. Deposit it again.`, { cause: broken });
    await wait(firstWaitMs * 2 ** (breaks - 1));
    opened = await settled(openRest(at));
  }
}

/** True when an answer brings just what was missing. */
export function isRestOf(contentRange: unknown, fromByte: number, size: number | undefined): boolean {
  return contentRange === `bytes ${fromByte}-${Number(size) - 1}/${size}`;
}

/** For an answer that is something else than the rest. */
export function noRest(place: string, fromByte: number): Error {
  return new Error(`${place} broke off after ${fromByte} bytes, and its server does not send the rest. Deposit it again.`);
}
