import { beforeAll, describe, expect, it } from 'vitest';
import { type DepositRequest, depositUrn, fileFromBuffer, type Zenodo } from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const files = [fileFromBuffer('scan.xy', '10.0 5\n'), fileFromBuffer('notes.txt', 'by hand')];
let curator: Zenodo;
const slug = `diffraction-${crypto.randomUUID().slice(0, 8)}`;

beforeAll(async () => {
  curator = target.client({ token: target.otherToken });
  await curator.communities.create({ slug, metadata: { title: 'Diffraction' } });
});

const submission = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files,
  finish: { submitTo: slug, comment: 'From the night shift, T < 300 K.' },
  ...more,
});

async function carrying(key: string) {
  return all(target.zenodo.records.own({ q: `metadata.identifiers.identifier:"${depositUrn('', key)}"`, allVersions: true }));
}

describe('a deposit that is submitted to a community', () => {
  it('ends in review, with verified files and the comment', async () => {
    const steps: string[] = [];
    const done = await target.zenodo.deposit(submission({ onStep: ({ name }) => steps.push(name) }));
    expect(done).toMatchObject({ status: 'in_review', draft: { status: 'in_review' } });
    expect(done.files).toHaveLength(2);
    expect(steps).toEqual(['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved', 'submitted']);
    const comments = await all(curator.requests.timeline(done.requestId!));
    expect(JSON.stringify(comments)).toContain('From the night shift, T &lt; 300 K.');
  });

  it('changes nothing when it is run again before the community has decided', async () => {
    const asked = submission();
    const first = await target.zenodo.deposit(asked);
    const again = await target.zenodo.deposit(asked);
    expect(again).toMatchObject({ status: 'in_review', id: first.id, requestId: first.requestId, doi: first.doi });
    expect(target.count('POST', /submit-review$/)).toBe(1);
    expect(target.count('PUT', /\/draft$/)).toBe(0);
  });

  it('answers the record once the community has accepted', async () => {
    const asked = submission();
    const first = await target.zenodo.deposit(asked);
    await curator.requests.accept(first.requestId!);
    const steps: string[] = [];
    const done = await target.zenodo.deposit({ ...asked, onStep: ({ name }) => steps.push(name) });
    expect(done).toMatchObject({ status: 'published', id: first.id, doi: first.doi });
    expect(steps).toEqual(['planned', 'reviewed', 'published']);
    expect((await carrying(asked.key)).map(({ id }) => id)).toEqual([first.id]);
  });

  it('says when the community has declined, and submits once more only when it is told to', async () => {
    const asked = submission();
    const first = await target.zenodo.deposit(asked);
    await curator.requests.decline(first.requestId!);
    expect(await target.zenodo.deposit(asked)).toMatchObject({ status: 'declined', id: first.id });
    expect(target.count('POST', /submit-review$/)).toBe(1);
    const again = await target.zenodo.deposit({ ...asked, finish: { submitTo: slug, again: true } });
    expect(again).toMatchObject({ status: 'in_review', id: first.id });
    expect(again.requestId).not.toBe(first.requestId);
  });

  it('is published without the community after it was declined, if that is asked for', async () => {
    const asked = submission();
    const first = await target.zenodo.deposit(asked);
    await curator.requests.decline(first.requestId!);
    expect(await target.zenodo.deposit({ ...asked, finish: 'publish' })).toMatchObject({ status: 'published', id: first.id });
  });

  it('is published at once where the account may include directly', async () => {
    const open = `open-${crypto.randomUUID().slice(0, 8)}`;
    await target.zenodo.communities.create({ slug: open, metadata: { title: 'Ours' }, access: { review_policy: 'open' } });
    const asked = submission({ finish: { submitTo: open } });
    expect(await target.zenodo.deposit(asked)).toMatchObject({ status: 'published' });
    const reviewed = submission({ finish: { submitTo: open, requireReview: true } });
    expect(await target.zenodo.deposit(reviewed)).toMatchObject({ status: 'in_review' });
  });

  it.each([{ status: 504 }, 'silence' as const])('is submitted once when the answer is %o', async (after) => {
    target.standIn.faults.workThen({ method: 'POST', path: '*/submit-review' }, after);
    expect(await target.zenodo.deposit(submission())).toMatchObject({ status: 'in_review' });
    expect(target.count('POST', /submit-review$/)).toBe(1);
  });

  it('is submitted again when the call failed without having worked', async () => {
    target.standIn.faults.answer({ method: 'POST', path: '*/submit-review' }, { status: 502 });
    expect(await target.client({ createLookMs: 200 }).deposit(submission())).toMatchObject({ status: 'in_review' });
    expect(target.count('POST', /submit-review$/)).toBe(2);
  });

  it('leaves a resumable draft when there is no such community', async () => {
    const asked = submission({ finish: { submitTo: 'nobody-made-this' } });
    await expect(target.zenodo.deposit(asked)).rejects.toMatchObject({ code: 'deposit', step: 'reserved', cause: { code: 'not_found' } });
    expect(await target.zenodo.deposit({ ...asked, finish: { submitTo: slug } })).toMatchObject({ status: 'in_review' });
  });

  it('is refused for a later version, before a draft is made', async () => {
    const first = await target.zenodo.deposit(submission({ finish: 'publish' }));
    const next = submission({ previous: first.id, files: [fileFromBuffer('scan.xy', 'measured again')] });
    await expect(target.zenodo.deposit(next)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('later version'),
    });
    expect(target.count('POST', /versions$/)).toBe(0);
  });
});

describe('a draft in review', () => {
  it('is not published behind the back of the curators', async () => {
    const asked = submission();
    const { requestId } = await target.zenodo.deposit(asked);
    const error = { code: 'deposit', cause: { code: 'review_open', requestId } };
    await expect(target.zenodo.deposit({ ...asked, finish: 'publish' })).rejects.toMatchObject(error);
    expect(target.count('POST', /publish$/)).toBe(0);
  });

  it('is not taken for submitted when it is with another community', async () => {
    const other = `other-${crypto.randomUUID().slice(0, 8)}`;
    await curator.communities.create({ slug: other, metadata: { title: 'Other' } });
    const asked = submission();
    await target.zenodo.deposit(asked);
    const elsewhere = { ...asked, finish: { submitTo: other } };
    await expect(target.zenodo.deposit(elsewhere)).rejects.toMatchObject({ cause: { code: 'review_open' } });
  });

  it('makes a plan that changes nothing', async () => {
    const asked = submission();
    const { id } = await target.zenodo.deposit(asked);
    const plan = await target.zenodo.plan(asked);
    expect(plan.content).toMatchObject({ ending: 'none', calls: [], warnings: [expect.stringContaining(`${id} is in review`)] });
    expect(await target.zenodo.deposit(plan)).toMatchObject({ status: 'in_review' });
  });

  it('gets no other files', async () => {
    const asked = submission();
    await target.zenodo.deposit(asked);
    const other = { ...asked, files: [fileFromBuffer('scan.xy', 'other bytes')] };
    await expect(target.zenodo.deposit(other)).rejects.toMatchObject({ cause: { code: 'review_open' } });
    expect(target.count('DELETE', /./)).toBe(0);
  });
});
