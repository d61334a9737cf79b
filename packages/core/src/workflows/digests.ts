import type { FileSource } from '../types/file-source.ts';
import type { DepositRun } from './deposit-run.ts';

/** Lower-case hex; undefined for a source that does not hash. Reads it at most once in a run. */
export async function md5Of({ digests }: DepositRun, source: FileSource): Promise<string | undefined> {
  const known = digests.get(source) ?? source.knownMd5 ?? ((await read(source)) || undefined);
  if (known !== undefined) digests.set(source, known);
  return known;
}

async function read(source: FileSource): Promise<string> {
  const opened = await source.open();
  try {
    if (isIterable(opened.body)) await drain(opened.body);
    return await opened.md5();
  } finally {
    await opened.close();
  }
}

async function drain(body: AsyncIterable<unknown>): Promise<void> {
  const reading = body[Symbol.asyncIterator]();
  while ((await reading.next()).done !== true);
}

function isIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
