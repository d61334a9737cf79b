import { describe, expect, it } from 'vitest';
import { fileFromBuffer, MemoryWatchStore, type ZenodoEvent } from '../../src/index.ts';
import { metadata } from '../_util/target.ts';
import { useWatching } from './_watching.ts';

const target = useWatching();
const types = (events: readonly ZenodoEvent[]) => events.map(({ type }) => type);

async function publish(title = 'Record A') {
  const draft = await target.zenodo.drafts.create({ metadata: { ...metadata, title } });
  await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', title));
  return target.zenodo.drafts.publish(draft.id);
}

describe('a watcher of the own records', () => {
  it('tells of nothing that was there before', async () => {
    await publish();
    expect(await target.over(target.watch({ sources: [{ kind: 'own' }] }), 5)).toEqual([]);
  });

  it('tells of a first version, a later one, and an edit, each once', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    const record = await publish('Record B');
    const first = await target.over(watcher, 2);
    expect(types(first)).toEqual(['record.published']);
    expect(first[0]).toMatchObject({
      source: target.standIn.url,
      subject: record.id,
      data: { before: null, after: { title: 'Record B', version_index: 1 } },
    });

    await target.zenodo.drafts.edit(record.id);
    await target.zenodo.drafts.update(record.id, { metadata: { title: 'Record B, corrected' } });
    await target.zenodo.drafts.publish(record.id);
    const edit = (await target.over(watcher, 2)).filter(({ type }) => type !== 'draft.updated');
    expect(types(edit)).toEqual(['metadata.changed']);
    expect(edit[0]?.data).toMatchObject({
      changed: ['metadata.title'],
      values: { 'metadata.title': { before: 'Record B', after: 'Record B, corrected' } },
      before: { revision_id: record.revision_id },
      after: { title: 'Record B, corrected' },
    });

    const next = await target.zenodo.versions.create(record.id);
    await target.zenodo.files.importFromPrevious(next.id);
    await target.zenodo.drafts.update(next.id, { metadata: { publication_date: '2026-11-25' } });
    const version = await target.zenodo.drafts.publish(next.id);
    const later = await target.over(watcher, 2);
    expect(later.map(({ type, subject }) => [type, subject])).toEqual([['version.published', version.id]]);
  });

  it('tells of files that were changed within the 30 days', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    const record = await publish('Record F');
    await target.over(watcher, 2);
    await target.zenodo.drafts.edit(record.id);
    await target.call('POST', `/api/records/${record.id}/file-modification`, {});
    await target.zenodo.files.upload(record.id, fileFromBuffer('b.txt', 'more'));
    await target.zenodo.drafts.publish(record.id);
    const events = (await target.over(watcher, 2)).filter(({ type }) => type !== 'draft.updated');
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([['files.changed', record.id]]);
    expect(events[0]?.data).toMatchObject({ before: { files: { count: 1 } }, after: { files: { count: 2 } } });
  });

  it('tells of drafts, their DOIs, and that one is nearly full', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }], quotaBytes: 10 });
    await target.over(watcher, 2);
    const draft = await target.zenodo.drafts.create({ metadata });
    expect(types(await target.over(watcher, 2))).toEqual(['draft.updated']);
    await target.zenodo.files.upload(draft.id, fileFromBuffer('a.txt', '123456789'));
    await target.zenodo.dois.reserve(draft.id);
    await target.zenodo.drafts.update(draft.id, { metadata: { title: 'Changed' } });
    const events = await target.over(watcher, 2);
    expect(types(events)).toEqual(['draft.updated', 'doi.reserved', 'quota.low']);
    expect(events[2]?.data).toMatchObject({ resource: 'bytes', used: 9, limit: 10 });
  });

  it('tells of what the index shows late, though later changes were shown before', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    const late = await publish('Record G');
    const soon = await publish('Record H');
    // The list without its late one, as an index shows it that takes in changes out of order.
    const shown = (await target.zenodo.records.own({ sort: 'updated-desc' }).next()).value!;
    expect(shown.id).toBe(soon.id);
    target.standIn.faults.answer({ path: '/api/user/records' }, { status: 200, body: { hits: { hits: [shown], total: 1 } } });
    const first = await target.over(watcher, 0.3);
    const second = await target.over(watcher, 1);
    expect(first.map(({ subject }) => subject)).toEqual([soon.id]);
    expect(second.map(({ subject }) => subject)).toEqual([late.id]);
  });

  it('tells of a deletion when it was seen twice, with its tombstone', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    const record = await publish('Record C');
    await target.over(watcher, 2);
    await target.call('POST', `/api/records/${record.id}/request-deletion`, { reason: 'duplicate' });
    const events = await target.over(watcher, 60);
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([['record.deleted', record.id]]);
    expect(events[0]?.data).toMatchObject({ after: null, before: { id: record.id }, tombstone: { removal_reason: { id: 'duplicate' } } });
  });

  it('believes no single 410', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    const record = await publish('Record D');
    await target.over(watcher, 2);
    // The search and one direct look say that it is gone.
    target.standIn.faults.answer({ path: '/api/records', times: 1 }, { status: 200, body: { hits: { hits: [], total: 0 } } });
    target.standIn.faults.answer({ path: `/api/records/${record.id}` }, { status: 410, body: { status: 410, message: 'Record deleted' } });
    expect(await target.over(watcher, 60)).toEqual([]);
    expect(target.standIn.faults.pending).toBe(0);
  });

  it('tells once that the account is refused, when it was refused twice', async () => {
    const watcher = target.watch({ sources: [{ kind: 'own' }] });
    await target.over(watcher, 2);
    target.standIn.block('owner');
    const events: ZenodoEvent[] = [];
    for (let polls = 0; polls < 60; polls++) {
      const { events: found, waitMs } = await watcher.poll({ maxCalls: 1 });
      events.push(...found);
      await watcher.confirm();
      target.advance(Math.max(waitMs, 1));
    }
    target.standIn.unblock('owner');
    expect(types(events)).toEqual(['account.blocked']);
    await target.over(watcher, 20);
  });

  it('goes on after a restart where it was, and tells again what was not confirmed', async () => {
    const store = new MemoryWatchStore();
    await target.over(target.watch({ sources: [{ kind: 'own' }], store }), 2);
    const record = await publish('Record E');
    target.advance(60_000);
    const first = await target.watch({ sources: [{ kind: 'own' }], store }).poll();
    const second = target.watch({ sources: [{ kind: 'own' }], store });
    const again = await second.poll();
    expect(first.events.map(({ subject }) => subject)).toEqual([record.id]);
    expect(again.events).toEqual(first.events);
    await second.confirm();
    expect(await target.over(target.watch({ sources: [{ kind: 'own' }], store }), 5)).toEqual([]);
  });
});
