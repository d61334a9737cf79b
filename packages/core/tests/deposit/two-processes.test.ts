import { expect, it, vi } from 'vitest';
import { depositUrn, fileFromBuffer } from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();

/** A second copy of the package, which shares no locks with the first, as another process would. */
async function secondClient() {
  vi.resetModules();
  const { Zenodo } = await import('../../src/index.ts');
  const { url, tokens } = target.standIn;
  return new Zenodo({ baseUrl: url, token: tokens.owner, createLookMs: 1500, random: () => 0.5 });
}

it.each([0, 150, 400])(
  'two processes that begin one key at once, with lists %d ms behind, end in one record and no draft',
  async (lagMs) => {
    const second = await secondClient();
    target.standIn.faults.indexLagMs = lagMs;
    const key = newKey();
    const request = {
      key,
      metadata,
      files: [fileFromBuffer('scan.xy', '10.0 5'), fileFromBuffer('b.txt', 'b')],
      finish: 'publish' as const,
    };
    const ends = await Promise.allSettled([target.zenodo.deposit(request), second.deposit(request)]);
    // One of them may have been stopped by the other; asked again, it answers the same.
    await new Promise((resolve) => setTimeout(resolve, lagMs + 50));
    const [one, two] = [await target.zenodo.deposit(request), await second.deposit(request)];
    expect(one.id).toBe(two.id);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'deposit' });
    await new Promise((resolve) => setTimeout(resolve, lagMs));
    const own = await all(target.zenodo.records.own({ q: `metadata.identifiers.identifier:"${depositUrn('', key)}"`, allVersions: true }));
    expect(own.map(({ id, is_published }) => [id, is_published])).toEqual([[one.id, true]]);
  },
);
