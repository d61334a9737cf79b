import { expect, it } from 'vitest';
import { type EventType, fileFromBuffer, MemoryWatchStore, type WatchSource } from '../../src/index.ts';
import { metadata } from '../_util/target.ts';
import { schemaProblems } from './_schema.ts';
import { useWatching } from './_watching.ts';

const target = useWatching();
const latest = (source: WatchSource, ...types: EventType[]) => target.watch({ sources: [source] }).latest(types);

async function publish(title: string, access = {}) {
  const draft = await target.zenodo.drafts.create({ metadata: { ...metadata, title }, ...access });
  await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', title));
  return target.zenodo.drafts.publish(draft.id);
}

it('finds nothing where nothing happened', async () => {
  expect(await latest({ kind: 'own' }, 'record.published')).toBeUndefined();
});

it('is the very event that a watcher tells of it', async () => {
  const watcher = target.watch({ sources: [{ kind: 'own' }] });
  await target.over(watcher, 2);
  await publish('The newest');
  const [told] = await target.over(watcher, 2);
  expect(await latest({ kind: 'own' }, 'record.published')).toEqual(told);
});

it('changes nothing of what is watched', async () => {
  const store = new MemoryWatchStore();
  await target.watch({ sources: [{ kind: 'own' }], store }).latest(['record.published']);
  expect(await store.load()).toBeUndefined();
});

it('is a later version, an edit, an embargo, a DOI that is findable', async () => {
  const record = await publish('With more to come');
  const next = await target.zenodo.versions.create(record.id);
  await target.zenodo.files.importFromPrevious(next.id);
  await target.zenodo.drafts.update(next.id, { metadata: { publication_date: '2026-11-25' } });
  const version = await target.zenodo.drafts.publish(next.id);
  await target.zenodo.drafts.edit(record.id);
  await target.zenodo.drafts.update(record.id, { metadata: { title: 'Edited' } });
  await target.zenodo.drafts.publish(record.id);
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const closed = await publish('Closed for now', { access: { record: 'public', files: 'restricted', embargo: { active: true, until } } });

  const all = { kind: 'query' } as const;
  expect(await latest(all, 'version.published')).toMatchObject({ subject: version.id });
  expect(await latest(all, 'metadata.changed', 'files.changed')).toMatchObject({ type: 'metadata.changed' });
  expect(await latest(all, 'embargo.ending')).toMatchObject({ subject: closed.id, data: { until } });
  const doi = closed.pids['doi']!.identifier!;
  expect(await latest({ kind: 'datacite', dois: [doi] }, 'doi.findable')).toMatchObject({ data: { doi, after: { state: 'findable' } } });
  expect(await latest(all, 'record.deleted')).toBeUndefined();
});

it('is a request as it was submitted, and as it was decided', async () => {
  const { id } = await target.other.communities.create({ slug: 'latest', metadata: { title: 'Latest' }, access: { visibility: 'public' } });
  const draft = await target.zenodo.drafts.create({ metadata: { ...metadata, title: 'For review' } });
  await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', 'a'));
  await target.zenodo.reviews.set(draft.id, id);
  const request = await target.zenodo.reviews.submit(draft.id);
  const requests = { kind: 'requests' } as const;
  const submitted = await latest(requests, 'community.request.submitted');
  expect(submitted).toMatchObject({ subject: request.id, data: { after: { status: 'submitted', title: 'For review' } } });
  await target.other.requests.accept(request.id);
  const decided = await latest(requests, 'community.request.accepted', 'community.request.declined');
  expect(decided).toMatchObject({ subject: request.id, type: 'community.request.accepted' });
  const added = await latest({ kind: 'community', community: 'latest' }, 'community.record.added');
  expect(added).toMatchObject({ type: 'community.record.added', data: { community: { slug: 'latest' } } });
  expect([submitted, decided, added].map((event) => schemaProblems(event!)).filter(Boolean)).toEqual([]);
});
