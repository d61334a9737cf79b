import { expect, it } from 'vitest';
import { fileFromBuffer, type ZenodoRecord } from '../src/index.ts';
import { metadata, useTarget } from './_util/target.ts';

const target = useTarget();

async function publish(id?: string): Promise<ZenodoRecord> {
  const draft = id === undefined ? await target.zenodo.drafts.create({ metadata }) : await target.zenodo.versions.create(id);
  await target.zenodo.files.upload(draft.id, fileFromBuffer(`${draft.id}.txt`, draft.id));
  return target.zenodo.drafts.publish(draft.id);
}

it('a concept gets one next draft, whichever of its versions is named by however many clients at once', async () => {
  const first = await publish();
  const second = await publish(first.id);
  const asked = [first, second, first, second].map(({ id }) => target.client().versions.create(id));
  const drafts = await Promise.all(asked);
  expect(new Set(drafts.map(({ id }) => id)).size).toBe(1);
});

it('one concept does not wait for another', async () => {
  const [slow, quick] = [await publish(), await publish()];
  target.standIn.faults.delay({ method: 'POST', path: `*/records/${slow.id}/versions` }, { ms: 400 });
  const ends: string[] = [];
  const note = (name: string) => () => ends.push(name);
  await Promise.all([
    target.zenodo.versions.create(slow.id).then(note('slow')),
    target.zenodo.versions.create(quick.id).then(note('quick')),
  ]);
  expect(ends).toEqual(['quick', 'slow']);
});

it('the concept of a record that an answer has told is not read again', async () => {
  const record = await publish();
  const before = target.count('GET', new RegExp(`/records/${record.id}$`));
  await target.zenodo.versions.create(record.id);
  expect(target.count('GET', new RegExp(`/records/${record.id}$`))).toBe(before);
});

it('a version of what is not there is refused by Zenodo itself', async () => {
  await expect(target.zenodo.versions.create('999999999')).rejects.toMatchObject({ code: 'not_found', method: 'POST' });
});
