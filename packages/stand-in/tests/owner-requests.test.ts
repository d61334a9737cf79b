import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ask, createDraft, publishedRecord, readyDraft, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

const DAY_MS = 86_400_000;

/** A published record whose draft is open. */
async function opened(ask: Ask): Promise<string> {
  const id = await publishedRecord(ask);
  await ask('POST', `/api/records/${id}/draft`);
  return id;
}

const modify = (ask: Ask, id: string, as: 'owner' | 'other' | 'admin' | 'nobody' = 'owner') =>
  ask('POST', `/api/records/${id}/file-modification`, { json: {}, as });

describe('a change of the files of a published record', () => {
  test('is granted to its owner at once, and then published under the same DOI', async () => {
    const folder = mkdtempSync(`${tmpdir()}/stand-in-files-`);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { ask } = await started({ folder });
    const id = await opened(ask);
    expect((await ask('DELETE', `/api/records/${id}/draft/files/data.csv`)).status).toBe(403);
    const { status, body } = await modify(ask, id);
    expect([status, body]).toMatchObject([
      200,
      {
        type: 'file-modification',
        status: 'accepted',
        title: 'File modification request for "Powder diffraction of sample S-2291"',
        receiver: null,
        topic: { record: id },
        payload: { policy_id: 'file-modification-grace-period-v1' },
      },
    ]);
    expect((await ask('DELETE', `/api/records/${id}/draft/files/data.csv`)).status).toBe(204);
    expect((await upload(ask, id, 'better.csv', '1,2,3')).status).toBe(200);
    expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
    const published = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([published.status, published.body.pids.doi.identifier]).toEqual([202, `10.5281/zenodo.${id}`]);
    expect(Object.keys(published.body.files.entries)).toEqual(['better.csv']);
    expect((await ask('GET', `/api/records/${id}/files/better.csv/content`, { accept: '*/*' })).text).toBe('1,2,3');
    expect(readdirSync(`${folder}/files`)).toHaveLength(1);
    await ask('POST', `/api/records/${id}/draft`);
    expect((await ask('DELETE', `/api/records/${id}/draft/files/better.csv`)).status).toBe(403);
  });

  test('is gone with the draft that is discarded', async () => {
    const { ask } = await started();
    const id = await opened(ask);
    await modify(ask, id);
    await ask('DELETE', `/api/records/${id}/draft/files`);
    await ask('DELETE', `/api/records/${id}/draft`);
    expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
  });

  test('needs a young record, its owner and an open draft', async () => {
    const { ask, zenodo } = await started();
    const id = await opened(ask);
    expect([(await modify(ask, id, 'other')).status, (await modify(ask, id, 'nobody')).status]).toEqual([403, 403]);
    expect((await modify(ask, await publishedRecord(ask))).status).toBe(404);
    expect((await modify(ask, await createDraft(ask))).status).toBe(404);
    zenodo.faults.advanceClock(31 * DAY_MS);
    expect((await modify(ask, id)).status).toBe(403);
    expect((await modify(ask, id, 'admin')).body.payload).toEqual({ policy_id: 'file-modification-admin-v1' });
  });

  test('can be published for 45 days', async () => {
    const { ask, zenodo } = await started();
    const id = await opened(ask);
    await modify(ask, id);
    await upload(ask, id, 'more.csv');
    zenodo.faults.advanceClock(46 * DAY_MS);
    const late = await ask('POST', `/api/records/${id}/draft/actions/publish`);
    expect([late.status, late.body.errors]).toEqual([
      400,
      [{ field: '_schema', messages: ['File modification grace period has passed. Please discard this draft to make any changes.'] }],
    ]);
  });
});

describe('a larger quota', () => {
  const enlarge = (ask: Ask, id: string, size: unknown, as: 'owner' | 'other' | 'admin' = 'owner') =>
    ask('POST', `/api/records/${id}/quota-increase`, { json: { quota_size: size }, as });

  test('is granted to the owner of a draft at once, and holds', async () => {
    const { ask, zenodo } = await started();
    zenodo.faults.quotaBytes = 5;
    const id = await createDraft(ask);
    expect((await upload(ask, id)).status).not.toBe(200);
    const { status, body } = await enlarge(ask, id, '1');
    expect([status, body]).toMatchObject([
      200,
      {
        type: 'quota-increase',
        status: 'accepted',
        title: 'Quota increase request for "Powder diffraction of sample S-2291"',
        payload: { quota_size: '1' },
      },
    ]);
    expect((await upload(ask, id, 'more.csv')).status).toBe(200);
  });

  test('is a share of 150 GB that all drafts of a user have together', async () => {
    const { ask } = await started();
    const [first, second] = [await createDraft(ask), await readyDraft(ask)];
    expect((await enlarge(ask, first, '201')).status).toBe(403);
    expect((await enlarge(ask, first, '150')).status).toBe(200);
    expect((await enlarge(ask, second, '101')).status).toBe(403);
    expect((await enlarge(ask, second, '100')).status).toBe(200);
    // Asked for again, the share is another one and no further one.
    expect((await enlarge(ask, first, '60')).status).toBe(200);
    expect((await enlarge(ask, second, '190')).status).toBe(200);
    expect((await enlarge(ask, second, '900', 'admin')).status).toBe(200);
  });

  test.each([
    [75, 'Not a valid string.'],
    ['many', 'Not a valid integer.'],
    [undefined, 'Missing data for required field.'],
  ])('of %j is refused', async (size, message) => {
    const { ask } = await started();
    const { status, body } = await enlarge(ask, await createDraft(ask), size, 'admin');
    expect([status, body.errors]).toEqual([400, [{ field: 'payload.quota_size', messages: [message] }]]);
  });

  test('is for the owner, and needs a draft', async () => {
    const { ask } = await started();
    expect((await enlarge(ask, await createDraft(ask), '60', 'other')).status).toBe(403);
    expect((await enlarge(ask, await publishedRecord(ask), '60')).status).toBe(404);
    expect((await enlarge(ask, '1', '60')).status).toBe(404);
  });
});
