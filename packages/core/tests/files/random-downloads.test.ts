import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileFromBuffer, undiciTransport } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const seed = Number(process.env['DOWNLOAD_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['DOWNLOAD_RUNS'] ?? 40);

/** Numbers from 0 up to 1 that the seed decides. */
function numbersOf(start: number): () => number {
  let turn = 0;
  return () => createHash('md5').update(`${start} ${turn++}`).digest().readUInt32LE() / 2 ** 32;
}

it(`downloads under ${runs} random plans of faults end with the right bytes, and the last call moves none twice (seed ${seed})`, async () => {
  const next = numbersOf(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  // Pauses between tries are not waited for.
  const zenodo = target.client({ transport: { ...undiciTransport(), sleep: async () => {} } });
  const files = Object.fromEntries(['a.bin', 'raw/b.bin', 'c.bin'].map((key) => [key, randomBytes(1 + below(400_000))]));
  const { id } = await zenodo.drafts.create({ metadata });
  for (const [key, bytes] of Object.entries(files)) await zenodo.files.upload(id, fileFromBuffer(key, bytes));
  const size = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);

  for (let run = 0; run < runs; run++) {
    const to = await mkdtemp(join(tmpdir(), 'random-'));
    onTestFinished(() => rm(to, { recursive: true, force: true }));
    for (let faults = below(5); faults > 0; faults--) {
      const match = { method: 'GET', path: /\/content$/ };
      if (next() < 0.6) target.standIn.faults.cutReply(match, { afterBytes: below(400_000) });
      else target.standIn.faults.answer(match, { status: next() < 0.5 ? 503 : 500 });
    }
    let moved = 0;
    for (let calls = 0; ; calls++) {
      // Some calls are stopped in their middle, as by a person who goes home; the next one goes on.
      const stop = new AbortController();
      const stopsAt = calls < 2 && next() < 0.4 ? below(size) : Number.POSITIVE_INFINITY;
      const onProgress = ({ receivedBytes }: { receivedBytes: number }) => receivedBytes > stopsAt && stop.abort(new Error('later'));
      const done = await zenodo
        .download(id, { to, draft: true, parallel: 1 + below(3), signal: stop.signal, onProgress })
        .catch((error: unknown) => error as Error);
      if (done instanceof Error) {
        expect(done.message, `seed ${seed}, run ${run}`).toBe('later');
        continue;
      }
      moved += done.receivedBytes;
      break;
    }
    for (const [key, bytes] of Object.entries(files))
      expect((await readFile(join(to, key))).equals(bytes), `seed ${seed}, run ${run}, ${key}`).toBe(true);
    expect(moved, `seed ${seed}, run ${run}`).toBeLessThanOrEqual(size);
    expect((await readdir(to)).sort(), `seed ${seed}, run ${run}`).toEqual(['a.bin', 'c.bin', 'raw']);
    target.standIn.faults.clear();
  }
});
