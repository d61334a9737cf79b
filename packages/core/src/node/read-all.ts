import type { FileSource } from '../types/file-source.ts';

/** Reads a source to its end for its MD5 alone. */
export async function readAll(source: FileSource, signal?: AbortSignal): Promise<string> {
  const opened = await source.open();
  try {
    for await (const _ of opened.body as AsyncIterable<unknown>) signal?.throwIfAborted();
    return await opened.md5();
  } finally {
    await opened.close();
  }
}
