import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DepositRequest, type DepositStepName, type FileSource, fileFromBuffer, type Zenodo } from '../../src/index.ts';
import { carrying, expectOneRecord, expectResumable } from '../_util/deposits.ts';
import { quick } from '../_util/quick.ts';
import { metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const big = (key = 'big.bin') => fileFromBuffer(key, randomBytes(600_000));
const notes = fileFromBuffer('notes.txt', 'aligned by hand');
const client = (): Zenodo => target.client({ ...quick(), parallelUploads: 1 });
const request = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files: [big(), notes],
  finish: 'publish',
  ...more,
});
const content = { method: 'PUT', path: '*/big.bin/content' };
const commit = { method: 'POST', path: '*/big.bin/commit' };

/** Does something in between, when a step was reached; the engine waits for nothing of it. */
function at(step: DepositStepName, work: (draftId: string) => Promise<unknown>) {
  let done: Promise<unknown> | undefined;
  const onStep: DepositRequest['onStep'] = ({ name, draftId }) => {
    if (name !== step || draftId === undefined || done) return;
    done = work(draftId);
    // Whoever asks for it meets its failure, which may come before.
    done.catch(() => {});
  };
  return { onStep, done: () => done };
}

/** Runs, expects a stop that can be gone on from, cures the cause, and runs again to the one record. */
async function stopsAndGoesOn(asked: DepositRequest, cure: (error: unknown) => unknown, retry: DepositRequest = asked): Promise<unknown> {
  const [end] = await Promise.allSettled([client().deposit(asked)]);
  await cure(end!.status === 'rejected' ? end!.reason : undefined);
  await expectResumable(target.zenodo, asked, end!);
  await client().deposit(retry);
  await expectOneRecord(target.zenodo, asked);
  return end!.status === 'rejected' ? end!.reason : undefined;
}

describe('the deposit ends in one record with its files although', () => {
  it('the answer of a content is cut while it is read', async () => {
    target.standIn.faults.cutReply(content, { afterBytes: 12 });
    const asked = request();
    await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
  });

  it('the server answers drop by drop', async () => {
    target.standIn.faults.slowReply({ method: 'POST', path: '*/draft/files' }, { bytesPerSecond: 8000 });
    target.standIn.faults.delay(content, { ms: 300 });
    const asked = request();
    await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
  });

  it('commit tells another length than was sent', async () => {
    const asked = request();
    const body = { key: 'big.bin', status: 'completed', size: 599_999, checksum: `md5:${asked.files[0]!.knownMd5}` };
    target.standIn.faults.answer(commit, { status: 200, body });
    await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
    expect(target.count('PUT', /notes\.txt\/content$/)).toBe(1);
  });

  it('commit tells the checksum of another file', async () => {
    const asked = request();
    const body = { key: 'big.bin', status: 'completed', size: 600_000, checksum: `md5:${notes.knownMd5}` };
    target.standIn.faults.answer(commit, { status: 200, body });
    await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
  });

  it("commit tells an MD5 that is no file's, of bytes that are right", async () => {
    target.standIn.faults.wrongChecksum(commit);
    const asked = request();
    await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
    expect(target.count('PUT', /big\.bin\/content$/)).toBe(2);
  });

  it('the draft has another revision than the one that was read', async () => {
    const asked = request({ finish: 'leave' });
    await client().deposit(asked);
    target.standIn.faults.answer({ method: 'PUT', path: '*/draft' }, { status: 412, body: { status: 412, message: 'Revision.' } });
    await client().deposit({ ...asked, finish: 'publish' });
    await expectOneRecord(target.zenodo, asked);
  });

  it('a write to the draft loses a race, as Zenodo words it', async () => {
    const asked = request({ finish: 'leave' });
    await client().deposit(asked);
    target.standIn.faults.answer(
      { method: 'PUT', path: '*/draft' },
      { status: 400, body: { status: 400, message: 'Invalid value dataset.' } },
    );
    await client().deposit({ ...asked, finish: 'publish' });
    await expectOneRecord(target.zenodo, asked);
  });

  it('somebody publishes the draft in the moment before', async () => {
    const { onStep, done } = at('publishing', (id) => target.zenodo.drafts.publish(id));
    const asked = request({ onStep });
    target.standIn.faults.delay({ method: 'POST', path: '*/publish', times: 2 }, { ms: 50 });
    await client().deposit(asked);
    await Promise.allSettled([done()]);
    await expectOneRecord(target.zenodo, asked);
  });

  it('somebody announces a file of the same name in between', async () => {
    const { onStep, done } = at('described', (id) => target.zenodo.files.start(id, 'big.bin'));
    target.standIn.faults.delay({ method: 'POST', path: '*/draft/files' }, { ms: 100 });
    const asked = request({ onStep });
    const [end] = await Promise.allSettled([client().deposit(asked)]);
    await Promise.allSettled([done()]);
    if (end!.status === 'rejected') await client().deposit(asked);
    await expectOneRecord(target.zenodo, asked);
  });
});

describe('the deposit stops, and the next run ends in one record with its files, when', () => {
  it('a file is too large for what stands before Zenodo (413)', async () => {
    const page = '<html><h1>413 Request Entity Too Large</h1></html>';
    target.standIn.faults.answer(content, { status: 413, body: page });
    const error = await stopsAndGoesOn(request(), () => undefined);
    expect(error).toMatchObject({ step: 'described', cause: { status: 413 } });
    expect(String(error)).not.toContain('<html>');
  });

  it('the quota of the draft is used up', async () => {
    target.standIn.faults.quotaBytes = 500_000;
    await stopsAndGoesOn(request(), () => target.standIn.faults.clear());
  });

  it('the draft is deleted by a person while it is filled', async () => {
    const { onStep, done } = at('described', (id) => target.zenodo.drafts.delete(id));
    const asked = request({ onStep });
    target.standIn.faults.delay({ method: 'POST', path: '*/draft/files' }, { ms: 150 });
    const { onStep: _, ...retry } = asked;
    const error = await stopsAndGoesOn(asked, done, retry);
    expect(error).toMatchObject({ cause: { code: 'not_found' } });
  });

  it('the token is revoked in the middle of an upload', async () => {
    const asked = request();
    let blocked = false;
    const onProgress: DepositRequest['onProgress'] = ({ sentBytes }) => {
      if (sentBytes === 0 || blocked) return;
      blocked = true;
      target.standIn.block('owner');
    };
    const error = await stopsAndGoesOn({ ...asked, onProgress }, () => target.standIn.unblock('owner'), asked);
    expect(error).toMatchObject({ step: 'described', cause: { code: 'permission', status: 403 } });
  });

  it('a person submits the draft to a community before it is published', async () => {
    const curator = target.client({ token: target.otherToken });
    const { id: community } = await curator.communities.create({ slug: `c-${crypto.randomUUID()}`, metadata: { title: 'C' } });
    let review: Promise<{ readonly id: string }> | undefined;
    const submit = async (id: string) => {
      await target.zenodo.reviews.set(id, community);
      return target.zenodo.reviews.submit(id);
    };
    const { onStep } = at('verified', (id) => {
      review = submit(id);
      return review;
    });
    target.standIn.faults.delay({ method: 'POST', path: '*/pids/doi' }, { ms: 300 });
    const asked = request({ onStep });
    const { onStep: _, ...retry } = asked;
    const error = await stopsAndGoesOn(asked, async () => target.zenodo.requests.cancel((await review!).id), retry);
    expect(String((error as Error).message)).toContain('review');
  });

  it('the file on disk has changed since it was announced', async () => {
    const honest = big();
    const other = big();
    const changed: FileSource = { ...honest, open: () => other.open() };
    const asked = request({ files: [honest, notes] });
    const error = await stopsAndGoesOn({ ...asked, files: [changed, notes] }, () => undefined, asked);
    expect(error).toMatchObject({ cause: { code: 'checksum', reason: 'source' } });
  });

  it('the list of own records cannot be read', async () => {
    target.standIn.faults.answer({ method: 'GET', path: '/api/user/records', times: 5 }, { status: 500 });
    const error = await stopsAndGoesOn(request(), () => undefined);
    expect(error).toMatchObject({ step: 'planned', draftId: undefined });
  });
});

it('what Zenodo takes for spam is not published, and no second try is made', async () => {
  const fresh = target.client({ token: target.standIn.tokens.fresh });
  const asked = request({ metadata: { ...metadata, description: '<a href="https://spam.example">cheap</a>' } });
  await expect(fresh.deposit(asked)).rejects.toMatchObject({ step: 'publishing', cause: { code: 'account_stopped' } });
  expect(target.count('POST', /publish$/)).toBe(1);
  target.standIn.unblock('fresh');
  expect((await carrying(fresh, asked.key)).map((one) => one.is_published)).toEqual([false]);
  await fresh.publishGuard.resume();
});
