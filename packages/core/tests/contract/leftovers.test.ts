import { startStandIn } from '@zenodo-connect/stand-in';
import { expect, it, onTestFinished } from 'vitest';
import { fileFromBuffer, undiciTransport, Zenodo } from '../../src/index.ts';
import { all, metadata } from '../_util/target.ts';
import { Leftovers } from './leftovers.ts';

async function watched() {
  const standIn = await startStandIn({ port: 0 });
  onTestFinished(() => standIn.close());
  const leftovers = new Leftovers();
  const zenodo = new Zenodo({ baseUrl: standIn.url, token: standIn.tokens.owner, transport: leftovers.watch(undiciTransport()) });
  const publish = async () => {
    const { id } = await zenodo.drafts.create({ metadata });
    await zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
    return zenodo.drafts.publish(id);
  };
  return { standIn, zenodo, leftovers, publish };
}

it('what a run has made is taken away at its end: drafts, reviews, records, edits, versions and communities', async () => {
  const { zenodo, leftovers, publish } = await watched();
  await zenodo.drafts.create();
  const community = await zenodo.communities.create({ slug: 'left', metadata: { title: 'Left' } });
  const reviewed = await zenodo.drafts.create({ metadata });
  await zenodo.files.upload(reviewed.id, fileFromBuffer('a.txt', 'hello'));
  await zenodo.reviews.set(reviewed.id, community.id);
  await zenodo.reviews.submit(reviewed.id, { requireReview: true });
  const asking = await publish();
  await zenodo.communities.addRecord(asking.id, community.id, { requireReview: true });
  await zenodo.drafts.edit(asking.id);
  await zenodo.versions.create((await publish()).id);
  expect(await leftovers.clear(zenodo)).toEqual([]);
  expect(await all(zenodo.records.own({ allVersions: true }))).toEqual([]);
  expect(await all(zenodo.communities.own())).toEqual([]);
});

it('what cannot be taken away is said, one sentence each, and the rest is taken away', async () => {
  const { standIn, zenodo, leftovers, publish } = await watched();
  const [record, draft] = [await publish(), await zenodo.drafts.create()];
  standIn.faults.answer(
    { method: 'POST', path: '*/request-deletion' },
    { status: 403, body: { status: 403, message: 'Permission denied.' } },
  );
  expect(await leftovers.clear(zenodo)).toEqual([expect.stringMatching(new RegExp(`^record ${record.id}: .*not permitted`))]);
  expect(await zenodo.drafts.find(draft.id)).toBeUndefined();
});
