import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Zenodo } from '@zenodo-connect/core';
import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, startApp, untilState } from './_util/app.ts';
import { depositOf, fileIn } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn({ port: 0 });
});
afterEach(() => standIn.close());

/** An application, and deposits of one file each in one series. */
async function series() {
  const folder = await tempFolder();
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
  const zenodo = new Zenodo(clientOf(standIn));
  return {
    deposits,
    filesOf: async (id: string) => (await zenodo.records.files(id)).entries.map(({ key }) => key).toSorted(),
    versionsOf: async (id: string) => {
      const ids: string[] = [];
      for await (const version of zenodo.versions.search(id)) ids.push(version.id);
      return ids;
    },
    open: async () => {
      const ids: string[] = [];
      for await (const one of zenodo.records.own({ allVersions: true })) if (!one.is_published) ids.push(one.id);
      return ids;
    },
    add: async (key: string) => {
      const deposit = await depositOf(folder, key, { series: 's', files: [await fileIn(folder, `${key}.xy`, key)] });
      return deposits.add(deposit);
    },
    /** A deposit whose file is another one by the time it is sent; `cure` brings the right bytes back. */
    addSpoilt: async (key: string) => {
      const deposit = await depositOf(folder, key, { series: 's', files: [await fileIn(folder, `${key}.xy`, key)] });
      const path = deposit.files[0]!.ref.slice('path:'.length);
      await writeFile(path, key.toUpperCase());
      return { id: (await deposits.add(deposit)).id, cure: () => writeFile(path, key) };
    },
  };
}

it('each version of a series has its number in its label', async () => {
  const folder = await tempFolder();
  const { deposits } = await startApp(standIn, join(folder, 'jobs.db'));
  const zenodo = new Zenodo(clientOf(standIn));
  const labels: unknown[] = [];
  for (const key of ['a', 'b']) {
    const files = [await fileIn(folder, `${key}.xy`, key)];
    const { id } = await deposits.add({ ...(await depositOf(folder, key, { series: 's', files })), versionLabel: 'v{index}' });
    await untilState(deposits, id, 'findable');
    labels.push((await zenodo.records.get((await deposits.get(id)).recordId!)).metadata.version);
  }
  expect(labels).toEqual(['v1', 'v2']);
  await expect(deposits.add({ ...(await depositOf(folder, 'c')), versionLabel: 'v1' })).rejects.toThrow('a text with `{index}`');
  await expect(deposits.add({ ...(await depositOf(folder, 'd')), giveUpAfterMs: 0.5 })).rejects.toThrow('a whole number of milliseconds');
});

describe('a deposit that failed in its draft', () => {
  it('leaves no wrong file in the version that the next one publishes, and comes in a further version when it is retried', async () => {
    const { deposits, add, addSpoilt, filesOf, versionsOf, open } = await series();
    const one = await untilState(deposits, (await add('one')).id, 'findable');
    const two = await addSpoilt('two');
    const three = await untilState(deposits, (await add('three')).id, 'findable');
    expect(await deposits.get(two.id)).toMatchObject({ state: 'failed', recordId: three.recordId });
    expect(await filesOf(three.recordId!)).toEqual(['one.xy', 'three.xy']);
    await two.cure();
    await deposits.retry(two.id);
    const cured = await untilState(deposits, two.id, 'findable');
    expect(await filesOf(cured.recordId!)).toEqual(['one.xy', 'three.xy', 'two.xy']);
    expect(await versionsOf(one.recordId!)).toEqual([cured.recordId, three.recordId, one.recordId]);
    expect(await open()).toEqual([]);
  });

  it('as the first of its series, hands the draft on: the dataset stays one record', async () => {
    const { deposits, add, addSpoilt, filesOf, versionsOf, open } = await series();
    const one = await addSpoilt('one');
    const two = await untilState(deposits, (await add('two')).id, 'findable');
    expect(await deposits.get(one.id)).toMatchObject({ state: 'failed', recordId: two.recordId });
    expect(await filesOf(two.recordId!)).toEqual(['two.xy']);
    await one.cure();
    await deposits.retry(one.id);
    const cured = await untilState(deposits, one.id, 'findable');
    expect(await versionsOf(two.recordId!)).toEqual([cured.recordId, two.recordId]);
    expect(await filesOf(cured.recordId!)).toEqual(['one.xy', 'two.xy']);
    expect(await open()).toEqual([]);
  });

  it('is done in that draft when it is retried before anything else comes', async () => {
    const { deposits, add, addSpoilt, filesOf, versionsOf, open } = await series();
    const one = await untilState(deposits, (await add('one')).id, 'findable');
    const two = await addSpoilt('two');
    await expect(untilState(deposits, two.id, 'findable')).rejects.toThrow('Zenodo has');
    await two.cure();
    await deposits.retry(two.id);
    const cured = await untilState(deposits, two.id, 'findable');
    expect(await versionsOf(one.recordId!)).toEqual([cured.recordId, one.recordId]);
    expect(await filesOf(cured.recordId!)).toEqual(['one.xy', 'two.xy']);
    expect(await open()).toEqual([]);
  });

  it('whose draft a person threw away is passed over', async () => {
    const { deposits, add, addSpoilt, versionsOf, open } = await series();
    const one = await addSpoilt('one');
    await expect(untilState(deposits, one.id, 'findable')).rejects.toThrow();
    await new Zenodo(clientOf(standIn)).drafts.delete((await deposits.get(one.id)).recordId!);
    const two = await untilState(deposits, (await add('two')).id, 'findable');
    expect(await versionsOf(two.recordId!)).toEqual([two.recordId]);
    expect(await open()).toEqual([]);
  });
});
