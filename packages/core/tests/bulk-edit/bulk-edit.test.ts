import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type BulkEditJournal,
  type BulkEditRow,
  type DraftChange,
  fileBulkEditJournal,
  fileFromBuffer,
  memoryBulkEditJournal,
  type OwnRecord,
  type ZenodoRecord,
} from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();

async function publish(title = metadata.title): Promise<ZenodoRecord> {
  const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, ...(title !== undefined && { title }) } });
  await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
  return target.zenodo.drafts.publish(id);
}

const publishSome = async (count: number): Promise<ZenodoRecord[]> => {
  const records: ZenodoRecord[] = [];
  for (let index = 0; index < count; index++) records.push(await publish(`Sample ${index}`));
  return records;
};

const ids = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id);
const statuses = (rows: readonly BulkEditRow[]) => rows.map(({ status }) => status);
const publisher: DraftChange = { metadata: { publisher: 'The Lab' } };
const writes = () => target.count('PUT', /draft$/) + target.count('POST', /records/);

describe('a plan', () => {
  it('says what would change, as data and in words, and writes nothing', async () => {
    const [one, other] = await publishSome(2);
    const before = writes();
    const { plan, rows } = await target.zenodo.bulkEdit({ ids: ids([one!, other!]), change: publisher, dryRun: true });
    expect(JSON.parse(JSON.stringify(plan))).toMatchObject({
      finish: 'leave',
      toChange: 2,
      rows: [
        {
          id: one!.id,
          kind: 'record',
          title: 'Sample 0',
          doi: one!.pids['doi']?.identifier,
          status: 'planned',
          changes: [{ field: 'metadata.publisher', before: 'Zenodo', after: 'The Lab' }],
        },
        { id: other!.id },
      ],
    });
    expect(plan.text).toContain(`${one!.id} "Sample 0": record\n  metadata.publisher: "Zenodo" → "The Lab"`);
    expect(rows).toEqual(plan.rows);
    expect(writes()).toBe(before);
  });

  it('is looked at before anything is written, and can end there', async () => {
    const { id } = await publish();
    const before = writes();
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change: publisher, confirm: ({ toChange }) => toChange > 1 });
    expect(statuses(rows)).toEqual(['planned']);
    expect(writes()).toBe(before);
  });

  it('above the ceiling changes nothing', async () => {
    const records = await publishSome(3);
    const before = writes();
    const tooMany = target.zenodo.bulkEdit({ ids: ids(records), change: publisher, ceiling: 2, finish: 'publish' });
    await expect(tooMany).rejects.toMatchObject({ code: 'configuration', field: 'ceiling' });
    expect(writes()).toBe(before);
  });

  it('counts for the ceiling only what would change', async () => {
    const records = await publishSome(3);
    const change = ({ id }: OwnRecord) => (id === records[0]?.id ? publisher : undefined);
    const { plan } = await target.zenodo.bulkEdit({ ids: ids(records), change, ceiling: 1, dryRun: true });
    expect(statuses(plan.rows)).toEqual(['planned', 'unchanged', 'unchanged']);
  });
});

describe('a bulk edit', () => {
  it('leaves the changes in drafts, and the records as they were', async () => {
    const { id } = await publish();
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change: publisher });
    expect(statuses(rows)).toEqual(['edited']);
    expect((await target.zenodo.records.get(id)).metadata.publisher).toBe('Zenodo');
    expect((await target.zenodo.drafts.get(id)).metadata.publisher).toBe('The Lab');
  });

  it('publishes when asked to; the record keeps its DOI and all that the change does not name', async () => {
    const record = await publish();
    const { rows, failedIds } = await target.zenodo.bulkEdit({ ids: [record.id], change: publisher, finish: 'publish' });
    expect([statuses(rows), failedIds]).toEqual([['published'], []]);
    const now = await target.zenodo.records.get(record.id);
    expect(now.pids['doi']).toEqual(record.pids['doi']);
    expect(now.metadata).toEqual({ ...record.metadata, publisher: 'The Lab' });
    expect(await target.zenodo.drafts.find(record.id)).toBeUndefined();
  });

  it('goes over a search of own records, and tells of each', async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const [one, other] = [await publish(`Sample ${word}`), await publish(`Sample ${word}`)];
    const told: [string, number, number][] = [];
    await target.zenodo.bulkEdit({
      query: { q: word, sort: 'oldest' },
      change: ({ metadata: { title } }) => ({ metadata: { title: `${title} (checked)` } }),
      finish: 'publish',
      onRow: ({ id }, { done, total }) => told.push([id, done, total]),
    });
    expect(told).toEqual([
      [one.id, 1, 2],
      [other.id, 2, 2],
    ]);
    expect((await target.zenodo.records.get(other.id)).metadata.title).toBe(`Sample ${word} (checked)`);
  });

  it('changes in place what was never published, and does not publish it', async () => {
    const { id } = await target.zenodo.drafts.create({ metadata });
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change: publisher, finish: 'publish' });
    expect(rows).toMatchObject([{ kind: 'draft', status: 'edited' }]);
    expect(await target.zenodo.records.find(id)).toBeUndefined();
    expect((await target.zenodo.drafts.get(id)).metadata.publisher).toBe('The Lab');
  });

  it('passes over what is so already', async () => {
    const { id } = await publish();
    await target.zenodo.bulkEdit({ ids: [id], change: publisher, finish: 'publish' });
    const before = writes();
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change: publisher, finish: 'publish' });
    expect(statuses(rows)).toEqual(['unchanged']);
    expect(writes()).toBe(before);
  });

  it('does not publish the changes of somebody else with its own', async () => {
    const { id } = await publish();
    await target.zenodo.drafts.edit(id);
    await target.zenodo.drafts.update(id, { metadata: { title: 'Not ready yet' } });
    const { rows, failedIds } = await target.zenodo.bulkEdit({ ids: [id], change: publisher, finish: 'publish' });
    expect(rows).toMatchObject([{ status: 'failed', message: expect.stringContaining('A draft with other changes') }]);
    expect(failedIds).toEqual([id]);
    expect((await target.zenodo.drafts.get(id)).metadata).toMatchObject({ title: 'Not ready yet', publisher: 'Zenodo' });
  });

  it('goes on after a row that failed, takes its draft back, and says why', async () => {
    const [one, other] = await publishSome(2);
    const change = ({ id }: OwnRecord): DraftChange => ({ metadata: { languages: [{ id: id === one?.id ? 'no-such-language' : 'eng' }] } });
    const { rows, failedIds } = await target.zenodo.bulkEdit({ ids: ids([one!, other!]), change, finish: 'publish' });
    expect(statuses(rows)).toEqual(['failed', 'published']);
    expect(rows[0]?.message).toContain('no-such-language');
    expect(failedIds).toEqual([one?.id]);
    expect(await target.zenodo.drafts.find(one!.id)).toBeUndefined();
  });

  it('publishes nothing of which Zenodo dropped a part', async () => {
    const { id } = await publish();
    const change: DraftChange = { metadata: { identifiers: [{ identifier: 'no doi', scheme: 'doi' }] } };
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change, finish: 'publish' });
    expect(rows).toMatchObject([{ status: 'failed', issues: [{ field: expect.stringContaining('identifiers') }] }]);
    expect(await target.zenodo.drafts.find(id)).toBeUndefined();
  });

  it('names ids that lead nowhere, and does the others', async () => {
    const { id } = await publish();
    const { rows } = await target.zenodo.bulkEdit({ ids: ['999999999', id, id], change: publisher, finish: 'publish' });
    expect(rows.map((row) => [row.id, row.status])).toEqual([
      ['999999999', 'failed'],
      [id, 'published'],
    ]);
  });

  it('tries no further after failures in a row', async () => {
    const records = await publishSome(4);
    target.standIn.faults.answer(
      { method: 'POST', path: '*/draft', times: 2 },
      { status: 403, body: { status: 403, message: 'Permission denied.' } },
    );
    const { rows, failedIds } = await target.zenodo.bulkEdit({ ids: ids(records), change: publisher, stopAfterFailures: 2 });
    expect(statuses(rows)).toEqual(['failed', 'failed', 'not_tried', 'not_tried']);
    expect(failedIds).toEqual(ids(records));
  });

  it('finds out what became of a publication without an answer', async () => {
    const { id } = await publish();
    target.standIn.faults.workThen({ method: 'POST', path: '*/actions/publish' }, 'silence');
    const { rows } = await target.zenodo.bulkEdit({ ids: [id], change: publisher, finish: 'publish' });
    expect(statuses(rows)).toEqual(['published']);
    expect((await target.zenodo.records.get(id)).metadata.publisher).toBe('The Lab');
  });

  it('stops where Zenodo takes a record for spam, and tries no other', async () => {
    const records = await publishSome(2);
    target.standIn.faults.answer(
      { method: 'POST', path: '*/actions/publish' },
      { status: 400, body: { status: 400, message: 'Your account has been blocked - the record … has been classified as spam.' } },
    );
    const zenodo = target.client({ account: crypto.randomUUID() });
    const { rows } = await zenodo.bulkEdit({ ids: ids(records), change: publisher, finish: 'publish' });
    expect(statuses(rows)).toEqual(['not_tried', 'not_tried']);
    expect(target.count('POST', /actions\/publish$/)).toBe(3);
    await zenodo.publishGuard.resume();
  });

  it('ends with the reason of an abort', async () => {
    const records = await publishSome(3);
    const stop = new AbortController();
    const reason = new Error('enough');
    const onRow = () => stop.abort(reason);
    await expect(target.zenodo.bulkEdit({ ids: ids(records), change: publisher, onRow, signal: stop.signal })).rejects.toBe(reason);
    expect(await target.zenodo.drafts.find(records[1]!.id)).toBeUndefined();
  });

  it.each([
    [{ change: publisher }, 'ids'],
    [{ ids: ['1'], query: {}, change: publisher }, 'ids'],
    [{ ids: [7], change: publisher }, 'ids.0'],
    [{ ids: ['1'], change: 'publisher' }, 'change'],
    [{ ids: ['1'], change: { metadata: { title: 7 } } }, 'metadata.title'],
    [{ ids: ['1'], change: publisher, finish: 'now' }, 'finish'],
    [{ ids: ['1'], change: publisher, ceiling: 0 }, 'ceiling'],
  ])('refuses %j before anything is sent', async (request, field) => {
    await expect(target.zenodo.bulkEdit(request as never)).rejects.toMatchObject({ code: 'configuration', field });
    expect(target.count('GET', /./)).toBe(0);
  });
});

describe('a journal', () => {
  /** Fails as a process that dies before its entry is on disk. */
  const dying = (journal: BulkEditJournal, state: string): BulkEditJournal => ({
    load: () => journal.load(),
    save: async (entry) => {
      if (entry.state === state) throw new Error('killed');
      await journal.save(entry);
    },
  });
  const counted = ({ metadata: { title } }: OwnRecord): DraftChange => ({ metadata: { title: `${title}+` } });

  it.each(['memory', 'file'])('lets a run go on without doing anything twice (%s)', async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const journal = kind === 'memory' ? memoryBulkEditJournal() : fileBulkEditJournal(join(folder, 'edit.jsonl'));
    const records = await publishSome(3);
    const request = { ids: ids(records), change: counted, finish: 'publish' } as const;
    const stop = new AbortController();
    const first = target.zenodo.bulkEdit({ ...request, journal, signal: stop.signal, onRow: () => stop.abort(new Error('stopped')) });
    await expect(first).rejects.toThrow('stopped');
    const { rows } = await target.zenodo.bulkEdit({ ...request, journal });
    expect(statuses(rows)).toEqual(['done', 'published', 'published']);
    const titles = await Promise.all(records.map(async ({ id }) => (await target.zenodo.records.get(id)).metadata.title));
    expect(titles).toEqual(['Sample 0+', 'Sample 1+', 'Sample 2+']);
  });

  it('knows a publication whose end was never written down', async () => {
    const journal = memoryBulkEditJournal();
    const [record] = await publishSome(1);
    const request = { ids: [record!.id], change: counted, finish: 'publish' } as const;
    await expect(target.zenodo.bulkEdit({ ...request, journal: dying(journal, 'published') })).rejects.toThrow('killed');
    const { rows } = await target.zenodo.bulkEdit({ ...request, journal });
    expect(statuses(rows)).toEqual(['done']);
    expect((await target.zenodo.records.get(record!.id)).metadata.title).toBe('Sample 0+');
  });

  it('knows a changed draft whose end was never written down', async () => {
    const journal = memoryBulkEditJournal();
    const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, title: 'Draft' } });
    const request = { ids: [id], change: counted };
    await expect(target.zenodo.bulkEdit({ ...request, journal: dying(journal, 'edited') })).rejects.toThrow('killed');
    const { rows } = await target.zenodo.bulkEdit({ ...request, journal });
    expect(statuses(rows)).toEqual(['done']);
    expect((await target.zenodo.drafts.get(id)).metadata.title).toBe('Draft+');
  });

  it('tries failed rows again', async () => {
    const journal = memoryBulkEditJournal();
    const { id } = await publish();
    target.standIn.faults.answer(
      { method: 'POST', path: '*/draft' },
      { status: 403, body: { status: 403, message: 'Permission denied.' } },
    );
    const request = { ids: [id], change: publisher, finish: 'publish', journal } as const;
    expect(statuses((await target.zenodo.bulkEdit(request)).rows)).toEqual(['failed']);
    expect(statuses((await target.zenodo.bulkEdit(request)).rows)).toEqual(['published']);
  });

  it('of another bulk edit is refused', async () => {
    const journal = memoryBulkEditJournal();
    const { id } = await publish();
    await target.zenodo.bulkEdit({ ids: [id], change: publisher, journal });
    const other = target.zenodo.bulkEdit({ ids: [id], change: { metadata: { publisher: 'Another' } }, journal });
    await expect(other).rejects.toMatchObject({ code: 'configuration', field: 'journal' });
  });

  it('in a file passes over a line that a crash cut off, and refuses another file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zenodo-connect-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'edit.jsonl');
    const entry = { job: 'j', id: '1', state: 'begun', fields: [], after: 'x' } as const;
    const journal = fileBulkEditJournal(path);
    await journal.save(entry);
    await writeFile(path, '{"job":"j","id":"2","sta', { flag: 'a' });
    await journal.save({ ...entry, id: '3' });
    expect((await journal.load()).map(({ id }) => id)).toEqual(['1', '3']);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4);
    await writeFile(path, 'temperature,pressure\n300,1\n');
    await expect(journal.load()).rejects.toMatchObject({ code: 'configuration', field: 'journal' });
  });
});
