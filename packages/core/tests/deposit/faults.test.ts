import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DepositError, type DepositRequest, depositUrn, fileFromBuffer, isDepositError, isValidationError } from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const request = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files: [fileFromBuffer('scan.xy', '10.0 5\n10.1 7\n'), fileFromBuffer('notes.txt', 'aligned by hand')],
  finish: 'publish',
  ...more,
});

/** Drafts and records that carry a key. */
async function carrying(key: string) {
  const q = `metadata.identifiers.identifier:"${depositUrn('', key)}"`;
  return all(target.zenodo.records.own({ q, allVersions: true }));
}

async function expectOneRecord(asked: DepositRequest, id: string): Promise<void> {
  const found = await carrying(asked.key);
  expect(found.map((one) => [one.id, one.is_published])).toEqual([[id, true]]);
  const { entries } = await target.zenodo.records.files(id);
  const stored = Object.fromEntries(entries.map(({ key, checksum }) => [key, checksum]));
  expect(stored).toEqual(Object.fromEntries(asked.files.map(({ key, knownMd5 }) => [key, `md5:${knownMd5}`])));
}

describe('a deposit ends in one record with its files when', () => {
  it('the answer of create is cut', async () => {
    target.standIn.faults.cutReply({ method: 'POST', path: '/api/records' }, { afterBytes: 20 });
    const asked = request();
    const done = await target.zenodo.deposit(asked);
    expect(target.count('POST', /^\/api\/records$/)).toBe(1);
    await expectOneRecord(asked, done.id);
  });

  it('create works and then a gateway answers 504, and the list shows the draft late', async () => {
    target.standIn.faults.indexLagMs = 600;
    target.standIn.faults.workThen({ method: 'POST', path: '/api/records' }, { status: 504 });
    const asked = request();
    const done = await target.zenodo.deposit(asked);
    target.standIn.faults.indexLagMs = 0;
    expect(target.count('POST', /^\/api\/records$/)).toBe(1);
    await expectOneRecord(asked, done.id);
  });

  it('create fails without having worked', async () => {
    target.standIn.faults.answer({ method: 'POST', path: '/api/records' }, { status: 503 });
    const asked = request();
    const done = await target.client({ createLookMs: 200 }).deposit(asked);
    expect(target.count('POST', /^\/api\/records$/)).toBe(2);
    await expectOneRecord(asked, done.id);
  });

  it('a draft of a create that was given up turns up later: the older one is published, the other discarded', async () => {
    target.standIn.faults.indexLagMs = 400;
    target.standIn.faults.workThen({ method: 'POST', path: '/api/records' }, 'silence');
    // Long enough for the lists to show both before the publish.
    target.standIn.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 600 });
    const asked = request();
    const done = await target.client({ createLookMs: 50 }).deposit(asked);
    target.standIn.faults.indexLagMs = 0;
    expect(target.count('POST', /^\/api\/records$/)).toBe(2);
    expect(target.count('DELETE', /\/draft$/)).toBe(1);
    await expectOneRecord(asked, done.id);
  });

  it('the start of the files works and its answer is lost', async () => {
    target.standIn.faults.workThen({ method: 'POST', path: '*/draft/files' }, 'silence');
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });

  it('the connection is cut in the middle of a content', async () => {
    const bytes = randomBytes(300_000);
    target.standIn.faults.cutRequest({ method: 'PUT', path: '*/content' }, { afterBytes: 100_000 });
    const asked = request({ files: [fileFromBuffer('big.bin', bytes)] });
    const done = await target.zenodo.deposit(asked);
    expect(done.files[0]?.checksum).toBe(`md5:${createHash('md5').update(bytes).digest('hex')}`);
    await expectOneRecord(asked, done.id);
  });

  it('a content arrives and its answer is lost', async () => {
    target.standIn.faults.workThen({ method: 'PUT', path: '*/content' }, 'silence');
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });

  it('the answer of commit is lost', async () => {
    target.standIn.faults.workThen({ method: 'POST', path: '*/commit' }, { status: 504 });
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });

  it('commit answers a wrong checksum once: that file alone is sent again', async () => {
    target.standIn.faults.wrongChecksum({ method: 'POST', path: '*/scan.xy/commit' });
    const asked = request();
    const done = await target.zenodo.deposit(asked);
    expect(target.count('PUT', /scan\.xy\/content$/)).toBe(2);
    expect(target.count('PUT', /notes\.txt\/content$/)).toBe(1);
    await expectOneRecord(asked, done.id);
  });

  it('a content is answered with 200 and errors', async () => {
    const body = { key: 'scan.xy', status: 'pending', errors: 'File upload transfer failed.' };
    target.standIn.faults.answer({ method: 'PUT', path: '*/scan.xy/content' }, { status: 200, body });
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });

  it('the answer of the reservation is lost', async () => {
    target.standIn.faults.workThen({ method: 'POST', path: '*/pids/doi' }, 'silence');
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });

  it.each([{ status: 504 }, { status: 500 }, 'silence' as const])('publish works and then answers %o', async (after) => {
    target.standIn.faults.workThen({ method: 'POST', path: '*/actions/publish' }, after);
    const asked = request();
    const done = await target.zenodo.deposit(asked);
    expect(done.status).toBe('published');
    expect(done.conceptDoi).toMatch(/^10\.5281\/zenodo\.\d+$/);
    expect(target.count('POST', /publish$/)).toBe(1);
    await expectOneRecord(asked, done.id);
  });

  it('publish fails without having worked: it is called again after the look, once', async () => {
    target.standIn.faults.answer({ method: 'POST', path: '*/actions/publish' }, { status: 502 });
    const asked = request();
    const done = await target.client({ createLookMs: 300 }).deposit(asked);
    expect(target.count('POST', /publish$/)).toBe(2);
    await expectOneRecord(asked, done.id);
  });

  it('every kind of answer is lost once', async () => {
    const { faults } = target.standIn;
    for (const path of ['/api/records', '*/draft/files', '*/commit', '*/pids/doi', '*/publish']) {
      faults.workThen({ method: 'POST', path }, 'silence');
    }
    faults.cutRequest({ method: 'PUT', path: '*/content' }, { afterBytes: 3 });
    const asked = request();
    await expectOneRecord(asked, (await target.zenodo.deposit(asked)).id);
  });
});

describe('a next version', () => {
  it('is one draft when the answer of versions is lost', async () => {
    const first = await target.zenodo.deposit(request());
    target.standIn.faults.workThen({ method: 'POST', path: '*/versions' }, { status: 504 });
    const asked = request({ files: [fileFromBuffer('scan.xy', 'measured again')], previous: first.id });
    const second = await target.zenodo.deposit(asked);
    expect(target.count('POST', /versions$/)).toBe(1);
    expect(second.parentId).toBe(first.parentId);
    expect(await all(target.zenodo.versions.search(first.id))).toHaveLength(2);
    expect(second.files.map(({ key }) => key).sort()).toEqual(['notes.txt', 'scan.xy']);
  });

  it('has its files when the answer of the import is lost', async () => {
    const first = await target.zenodo.deposit(request());
    target.standIn.faults.workThen({ method: 'POST', path: '*/files-import' }, { status: 504 });
    const second = await target.zenodo.deposit(request({ files: [fileFromBuffer('more.txt', 'more')], previous: first.id }));
    expect(second.files.map(({ key }) => key).sort()).toEqual(['more.txt', 'notes.txt', 'scan.xy']);
  });
});

describe('a deposit stops before it publishes when', () => {
  it('the files of the version before do not come: a version without them would be for ever', async () => {
    const first = await target.zenodo.deposit(request());
    target.standIn.faults.answer({ method: 'POST', path: '*/files-import', times: 3 }, { status: 502 });
    const asked = request({ files: [fileFromBuffer('more.txt', 'more')], previous: first.id });
    await expect(target.zenodo.deposit(asked)).rejects.toMatchObject({ code: 'deposit', step: 'described', cause: { code: 'server' } });
    expect((await target.zenodo.deposit(asked)).files).toHaveLength(3);
  });

  it('the import of the files of the version before is refused', async () => {
    const first = await target.zenodo.deposit(request());
    const body = { status: 400, message: 'No.' };
    target.standIn.faults.answer({ method: 'POST', path: '*/files-import' }, { status: 400, body });
    const asked = request({ files: [fileFromBuffer('more.txt', 'more')], previous: first.id });
    await expect(target.zenodo.deposit(asked)).rejects.toMatchObject({ step: 'described', cause: { code: 'validation' } });
    expect((await target.zenodo.deposit(asked)).files).toHaveLength(3);
  });

  it('a checksum is wrong twice', async () => {
    target.standIn.faults.wrongChecksum({ method: 'POST', path: '*/scan.xy/commit', times: 2 });
    const asked = request();
    const error = await target.zenodo.deposit(asked).catch((reason: unknown) => reason);
    expect(isDepositError(error)).toBe(true);
    expect(error).toMatchObject({ step: 'described', cause: { code: 'checksum', file: 'scan.xy', reason: 'stored' } });
    expect((await carrying(asked.key)).map((one) => one.is_published)).toEqual([false]);
    // And goes on when it is right.
    const done = await target.zenodo.deposit(asked);
    expect(done.id).toBe((error as DepositError).draftId);
    await expectOneRecord(asked, done.id);
  });

  it('Zenodo remarked on the metadata: no byte was sent', async () => {
    const asked = request({ metadata: { ...metadata, title: 'x' } });
    const error = await target.zenodo.deposit(asked).catch((reason: unknown) => reason);
    expect(isDepositError(error) && isValidationError(error.cause)).toBe(true);
    expect(String((error as Error).message)).toContain('metadata.title');
    expect(target.count('PUT', /content$/)).toBe(0);
  });

  it('a file is not what it was announced as', async () => {
    const honest = fileFromBuffer('scan.xy', 'what was measured');
    const changed = { ...honest, knownMd5: '0'.repeat(32) };
    const hashing = { ...changed, open: () => honest.open() };
    const error = await target.zenodo.deposit(request({ files: [hashing] })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'deposit', cause: { code: 'checksum', reason: 'source' } });
    expect(target.count('PUT', /content$/)).toBe(1);
  });

  it('the token is wrong: one sentence, without the token', async () => {
    const error = await target
      .client({ token: 'secret-of-somebody' })
      .deposit(request())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'deposit', draftId: undefined, cause: { code: 'permission', status: 403 } });
    expect(JSON.stringify(error) + String((error as Error).message)).not.toContain('secret-of-somebody');
  });
});
