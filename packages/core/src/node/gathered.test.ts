import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { gathered } from './gathered.ts';

/** A copy of all pieces, each taken before the next is asked for. */
async function copied(body: Readable): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of gathered(body, () => {})) pieces.push(Buffer.from(piece));
  return pieces;
}

/** A stream that gives its chunks one a turn of the event loop. */
const slowly = (chunks: readonly Buffer[]) =>
  Readable.from(
    (async function* () {
      for (const chunk of chunks) {
        await new Promise((resolve) => setImmediate(resolve));
        yield Buffer.from(chunk);
      }
    })(),
  );

it.each([1, 70_000, 1024 * 1024, 1024 * 1024 + 1, 5_000_000])('chunks of %i bytes come out as they went in', async (size) => {
  const chunks = Array.from({ length: 5 }, () => randomBytes(size)).flatMap((chunk) =>
    Array.from({ length: Math.ceil(size / 900_000) }, (_, part) => chunk.subarray(part * 900_000, (part + 1) * 900_000)),
  );
  const pieces = await copied(slowly(chunks));
  expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
});

it('what came is handed out although more may follow', async () => {
  const body = new Readable({ read() {} });
  const pieces = gathered(body, () => {});
  body.push(Buffer.from('first'));
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe('first');
  await pieces.return();
  expect(body.destroyed).toBe(true);
});

it('what came before a failure comes before the failure', async () => {
  const fault = new Error('reset');
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('kept');
      throw fault;
    })(),
  );
  const pieces = gathered(body, () => {});
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe('kept');
  await expect(pieces.next()).rejects.toBe(fault);
});

it('an empty stream has no pieces', async () => {
  expect(await copied(Readable.from([]))).toEqual([]);
});
