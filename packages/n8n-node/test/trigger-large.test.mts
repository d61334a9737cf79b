import { fileFromBuffer, Zenodo } from '@zenodo-connect/core';
import { startStandIn } from '@zenodo-connect/stand-in';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { poll } from './_poll.mts';

// Only the clock is ours: a poll a minute, without the minute.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('an account with 10,000 records leaves less than 1 MB with the workflow; what is new is told once, what is old never', async () => {
  await using zenodo = await startStandIn();
  const client = new Zenodo({ baseUrl: zenodo.url, token: zenodo.tokens.owner });
  await zenodo.seed({ as: 'owner', records: 10_000 });
  const kept: IDataObject = {};
  const parameters = { event: 'newOwnRecord', options: { share: 100 } };
  const over = async (minutes: number): Promise<IDataObject[]> => {
    const items: IDataObject[] = [];
    for (let at = 0; at < minutes; at++) {
      vi.setSystemTime(Date.now() + 60_000);
      items.push(...((await poll({ url: zenodo.url, token: zenodo.tokens.owner, parameters, kept })) ?? []));
    }
    return items;
  };
  const size = () => JSON.stringify(kept).length;
  const before = await over(60);
  const published: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    const { id } = await client.drafts.create({
      metadata: {
        title,
        resource_type: { id: 'dataset' },
        creators: [{ person_or_org: { type: 'personal', family_name: 'Curie' } }],
        publication_date: '2026-11-25',
        publisher: 'Zenodo',
      },
    });
    await client.files.upload(id, fileFromBuffer('a.txt', title));
    published.push((await client.drafts.publish(id)).id);
  }
  const told = await over(60);
  expect(before).toEqual([]);
  expect(told.map(({ id }) => id)).toEqual(published);
  const { watch } = JSON.parse(String(kept['watch'])) as { watch: { known: [string, string][] } };
  const records = watch.known.filter(([key]) => key.startsWith('r/'));
  // As many as are kept at most.
  expect(records).toHaveLength(2000);
  expect(size()).toBeLessThan(1_000_000);
  // Two hours of polls of ten thousand records are work, not waiting: some 20 s on a quiet machine.
}, 300_000);
