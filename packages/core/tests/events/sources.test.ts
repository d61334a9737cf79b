import { describe, expect, it } from 'vitest';
import { fileFromBuffer, MemoryWatchStore, type WatchSource, type ZenodoEvent } from '../../src/index.ts';
import { metadata } from '../_util/target.ts';
import { useWatching } from './_watching.ts';

const target = useWatching();
const told = (events: readonly ZenodoEvent[]) => events.map(({ type, subject }) => [type, subject]);

async function publish(title = 'A record', access?: object) {
  const draft = await target.zenodo.drafts.create({ metadata: { ...metadata, title }, ...(access && { access }) } as never);
  await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', title));
  return target.zenodo.drafts.publish(draft.id);
}

let communities = 0;
async function newCommunity() {
  const slug = `community-${++communities}`;
  const body = {
    slug,
    access: { visibility: 'public', member_policy: 'open', record_submission_policy: 'open', review_policy: 'closed' },
    metadata: { title: slug },
  };
  const { body: made } = await target.call('POST', '/api/communities', body);
  return { slug, id: String(made['id']) };
}

/** Puts a published record into a community, through its request. */
async function include(recordId: string, community: string, action = 'accept') {
  const { body } = await target.call('POST', `/api/records/${recordId}/communities`, {
    communities: [{ id: community, require_review: true }],
  });
  const request = (body as { processed: { request_id: string }[] }).processed[0]!.request_id;
  if (action !== '') await target.call('POST', `/api/requests/${request}/actions/${action}`, {});
  return request;
}

async function watching(source: WatchSource, ...others: WatchSource[]) {
  const watcher = target.watch(
    { sources: [source, ...others] },
    others.length > 0 || source.kind !== 'query' ? target.zenodo : target.guest,
  );
  expect(await target.over(watcher, 10)).toEqual([]);
  return watcher;
}

describe('a watcher of a community', () => {
  it('tells of a record that is taken in without being touched, and of its removal', async () => {
    const { slug, id } = await newCommunity();
    await include((await publish('Was there')).id, id);
    const record = await publish('Came later');
    const watcher = await watching({ kind: 'community', community: slug });
    await include(record.id, id);
    const added = await target.over(watcher, 60);
    expect(told(added)).toEqual([['community.record.added', record.parent.id]]);
    expect(added[0]?.data).toMatchObject({ community: { id, slug }, record_id: record.id, after: { id: record.id } });

    await target.call('DELETE', `/api/records/${record.id}/communities`, { communities: [{ id }] });
    expect(told(await target.over(watcher, 60))).toEqual([['community.record.removed', record.parent.id]]);
    await include(record.id, id);
    const again = await target.over(watcher, 60);
    expect(told(again)).toEqual([['community.record.added', record.parent.id]]);
    expect(again[0]?.id).not.toBe(added[0]?.id);
  });

  it('keeps a concept in it when a later version takes the place of the first', async () => {
    const { slug, id } = await newCommunity();
    const record = await publish('First version');
    await include(record.id, id);
    const watcher = await watching({ kind: 'community', community: slug });
    const next = await target.zenodo.versions.create(record.id);
    await target.zenodo.files.importFromPrevious(next.id);
    await target.zenodo.drafts.update(next.id, { metadata: { publication_date: '2026-11-25' } });
    await target.zenodo.drafts.publish(next.id);
    expect(told(await target.over(watcher, 60))).toEqual([['version.published', next.id]]);
  });

  it('that does not exist is said at the first look', async () => {
    const watcher = target.watch({ sources: [{ kind: 'community', community: 'no-such-community' }] });
    await expect(watcher.poll()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a watcher of requests', () => {
  it.each([
    ['accept', 'accepted'],
    ['decline', 'declined'],
    ['cancel', 'cancelled'],
  ])('tells of one that is asked and then ends by %s', async (action, status) => {
    const { slug, id } = await newCommunity();
    const record = await publish('To be asked for');
    const watcher = await watching({ kind: 'requests', community: slug });
    const request = await include(record.id, id, '');
    const asked = await target.over(watcher, 5);
    expect(told(asked)).toEqual([['community.request.submitted', request]]);
    expect(asked[0]?.data).toMatchObject({ after: { community_id: id, record_id: record.id, type: 'community-inclusion' } });
    await target.call('POST', `/api/requests/${request}/actions/${action}`, {});
    expect(told(await target.over(watcher, 5))).toEqual([[`community.request.${status}`, request]]);
  });

  it("tells of the account's own, also of one that was over before it was seen", async () => {
    const { id } = await newCommunity();
    const record = await publish('Asked and taken');
    const watcher = await watching({ kind: 'requests' });
    const request = await include(record.id, id);
    expect(told(await target.over(watcher, 5))).toEqual([
      ['community.request.submitted', request],
      ['community.request.accepted', request],
    ]);
  });
});

describe('a watcher of a search', () => {
  it('tells a guest of what it finds and of nothing else', async () => {
    const watcher = await watching({ kind: 'query', q: 'title:zirconium' });
    await publish('About lead');
    const record = await publish('About zirconium');
    expect(told(await target.over(watcher, 5))).toEqual([['record.published', record.id]]);
  });

  it.each(['(unclosed', 'a) OR (b', 'title:"half'])('is refused when its parts do not close: %s', (q) => {
    expect(() => target.watch({ sources: [{ kind: 'query', q }] })).toThrow(/sources\[0\].q/);
  });

  it('that Zenodo does not read is said at the first look', async () => {
    target.standIn.faults.answer({ path: '/api/records' }, { status: 400, body: { status: 400, message: 'Invalid query string syntax.' } });
    const watcher = target.watch({ sources: [{ kind: 'query', q: 'title:[a TO' }], since: new Date(0) });
    await expect(watcher.poll()).rejects.toMatchObject({ code: 'validation' });
  });
});

describe('a watcher of concepts', () => {
  it('knows their state from the start, and tells of their versions and files alone', async () => {
    const [watched, other] = [await publish('Watched'), await publish('Not watched')];
    const watcher = await watching({ kind: 'concepts', ids: [watched.parent.id] });
    for (const { id } of [watched, other]) {
      await target.zenodo.drafts.edit(id);
      await target.zenodo.drafts.update(id, { metadata: { description: 'Changed' } });
      await target.zenodo.drafts.publish(id);
    }
    const events = await target.over(watcher, 5);
    expect(told(events)).toEqual([['metadata.changed', watched.id]]);
    expect(events[0]?.data).toMatchObject({ changed: ['metadata.description'] });
  });

  it('finds those of a long list among all changes', async () => {
    const watched = await publish('One of many');
    const ids = [watched.parent.id, ...Array.from({ length: 500 }, (_, at) => String(90_000_000 + at))];
    const watcher = await watching({ kind: 'concepts', ids });
    await publish('Not watched');
    await target.zenodo.drafts.edit(watched.id);
    await target.zenodo.drafts.update(watched.id, { metadata: { title: 'One of many, changed' } });
    await target.zenodo.drafts.publish(watched.id);
    expect(told(await target.over(watcher, 5))).toEqual([['metadata.changed', watched.id]]);
  });

  it('looks at those that are named later', async () => {
    const [first, second] = [await publish('Named first'), await publish('Named later')];
    const store = new MemoryWatchStore();
    const concepts = (...ids: string[]) => target.watch({ sources: [{ kind: 'concepts', ids }], store });
    await target.over(concepts(first.parent.id), 10);
    const watcher = concepts(first.parent.id, second.parent.id);
    expect(await target.over(watcher, 10)).toEqual([]);
    await target.zenodo.drafts.edit(second.id);
    await target.zenodo.drafts.update(second.id, { metadata: { title: 'Named later, changed' } });
    await target.zenodo.drafts.publish(second.id);
    const [event] = await target.over(watcher, 5);
    expect(event?.data).toMatchObject({ changed: ['metadata.title'], before: { title: 'Named later' } });
  });

  it('tells that an embargo ends soon, and that it was lifted', async () => {
    const soon = new Date(target.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const embargo = { active: true, until: soon, reason: 'Paper pending' };
    const record = await publish('Embargoed', { record: 'public', files: 'restricted', embargo });
    const watcher = target.watch({ sources: [{ kind: 'concepts', ids: [record.parent.id] }] });
    const events = await target.over(watcher, 10);
    expect(told(events)).toEqual([['embargo.ending', record.id]]);
    expect(events[0]?.data).toMatchObject({ until: soon });
    target.standIn.faults.advanceClock(6 * 86_400_000);
    const lifted = await target.over(watcher, 10);
    expect(told(lifted)).toEqual([['embargo.lifted', record.id]]);
  });
});

describe('a watcher of OAI-PMH', () => {
  it('tells of what is new in a set', async () => {
    const { slug, id } = await newCommunity();
    await include((await publish('Old')).id, id);
    const watcher = await watching({ kind: 'oai', set: `user-${slug}` });
    const record = await publish('New');
    await include(record.id, id);
    await publish('Elsewhere');
    expect(told(await target.over(watcher, 5))).toEqual([['record.published', record.id]]);
  });
});

describe('a watcher of DataCite', () => {
  it('tells when the DOIs of what was published are findable, and hidden after its deletion', async () => {
    const watcher = await watching({ kind: 'own' }, { kind: 'datacite' });
    target.standIn.faults.doiDelayMs = 60_000_000;
    const record = await publish('With a DOI');
    expect(told(await target.over(watcher, 2))).toEqual([['record.published', record.id]]);
    target.standIn.faults.doiDelayMs = 0;
    const findable = await target.over(watcher, 60);
    expect(new Set(findable.map(({ type, subject }) => `${type} ${subject}`))).toEqual(
      new Set([`doi.findable ${record.id}`, `doi.findable ${record.parent.id}`]),
    );
    await target.call('POST', `/api/records/${record.id}/request-deletion`, { reason: 'duplicate' });
    const after = await target.over(watcher, 120);
    expect(told(after)).toEqual([
      ['record.deleted', record.id],
      ['doi.hidden', record.id],
    ]);
  });

  it('follows the DOIs that it is given', async () => {
    const watcher = target.watch({ sources: [{ kind: 'datacite', dois: ['10.5281/zenodo.1'] }] });
    expect(await target.over(watcher, 2)).toEqual([]);
    const record = await publish('Given by DOI');
    const events = await target.over(target.watch({ sources: [{ kind: 'datacite', dois: [record.pids['doi']!.identifier] }] }), 1);
    expect(told(events)).toEqual([['doi.findable', record.id]]);
  });
});
