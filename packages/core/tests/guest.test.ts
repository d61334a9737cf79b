import { expect, it } from 'vitest';
import { fileFromBuffer } from '../src/index.ts';
import { metadata, useTarget } from './_util/target.ts';

const target = useTarget();

it('a guest reads a published record, which shows a guest no draft', async () => {
  const draft = await target.zenodo.drafts.create({ metadata });
  await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', 'a'));
  const { id } = await target.zenodo.drafts.publish(draft.id);
  const read = await target.client({ token: undefined }).records.get(id);
  expect(read.versions).toEqual({ index: 1, is_latest: true });
});
