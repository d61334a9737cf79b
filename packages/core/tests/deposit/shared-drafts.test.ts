import { describe, expect, it } from 'vitest';
import { type DepositRequest, depositUrn, fileFromBuffer } from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const scan = (content: string) => fileFromBuffer('scan.xy', content);
const published = (more: Partial<DepositRequest>): DepositRequest => ({ key: newKey(), metadata, files: [], finish: 'publish', ...more });

/** A published first version, and a second deposit that stopped in the draft of the next one, before its file had come. */
async function stoppedInNextVersion() {
  const first = await target.zenodo.deposit(published({ files: [scan('one')] }));
  target.standIn.faults.answer({ method: 'PUT', path: '*/content', times: 1 }, { status: 400, body: { status: 400, message: 'No.' } });
  target.standIn.faults.answer({ method: 'DELETE', path: '*/draft/files/two.xy' }, { status: 403, body: { message: 'No.' } });
  const stopped = published({ files: [fileFromBuffer('two.xy', 'two')], previous: first.id });
  await expect(target.zenodo.deposit(stopped)).rejects.toMatchObject({ code: 'deposit', step: 'described' });
  return { first, stopped };
}

describe('a deposit that stopped in a draft which another one went on with and published', () => {
  it('brings its file in a further version', async () => {
    const { first, stopped } = await stoppedInNextVersion();
    const third = await target.zenodo.deposit(published({ files: [fileFromBuffer('three.xy', 'three')], previous: first.id }));
    expect(third.files.map(({ key }) => key).sort()).toEqual(['scan.xy', 'three.xy']);
    const again = await target.zenodo.deposit({ ...stopped, previous: third.id });
    expect(again).toMatchObject({ status: 'published', parentId: first.parentId });
    expect(again.files.map(({ key }) => key).sort()).toEqual(['scan.xy', 'three.xy', 'two.xy']);
    expect((await all(target.zenodo.versions.search(first.id))).map(({ id }) => id)).toEqual([again.id, third.id, first.id]);
    // From then on the key is of that version alone.
    expect((await target.zenodo.deposit({ ...stopped, previous: third.id })).id).toBe(again.id);
    // Two, since the third deposit found the draft of the stopped one open.
    expect(target.count('POST', /versions$/)).toBe(2);
  });

  it('and says so when nothing was to be continued', async () => {
    const { first, stopped } = await stoppedInNextVersion();
    const third = await target.zenodo.deposit(published({ files: [fileFromBuffer('three.xy', 'three')], previous: first.id }));
    const { previous: _, ...alone } = stopped;
    await expect(target.zenodo.deposit(alone)).rejects.toMatchObject({ cause: { code: 'checksum', reason: 'published' } });
    expect((await all(target.zenodo.versions.search(first.id))).map(({ id }) => id)).toEqual([third.id, first.id]);
  });

  it.each(['uploaded', 'publishing'] as const)(
    'does so from a journal that ends at %s too, and does not wait for a record that is not its own',
    async (step) => {
      const { first, stopped } = await stoppedInNextVersion();
      const third = await target.zenodo.deposit(published({ files: [fileFromBuffer('three.xy', 'three')], previous: first.id }));
      const journal = { load: async () => ({ step, draftId: third.id }), save: async () => {} };
      const began = Date.now();
      const again = await target.client({ createLookMs: 20_000 }).deposit({ ...stopped, previous: third.id, journal });
      expect(Date.now() - began).toBeLessThan(10_000);
      expect(again.files.map(({ key }) => key).sort()).toEqual(['scan.xy', 'three.xy', 'two.xy']);
    },
  );

  it.each(['drafted', 'described', 'uploaded', 'verified', 'reserved', 'publishing', 'published'])(
    'goes on with that further version when it stops once more at %s, without a journal',
    async (step) => {
      const { first, stopped } = await stoppedInNextVersion();
      const third = await target.zenodo.deposit(published({ files: [fileFromBuffer('three.xy', 'three')], previous: first.id }));
      const stop = new AbortController();
      const onStep: DepositRequest['onStep'] = ({ name }) => (name === step ? stop.abort(new Error('stopped')) : undefined);
      const client = target.client({ createLookMs: 100 });
      await expect(client.deposit({ ...stopped, previous: third.id, onStep, signal: stop.signal })).rejects.toThrow('stopped');
      const done = await client.deposit({ ...stopped, previous: third.id });
      expect(done.files.map(({ key }) => key).sort()).toEqual(['scan.xy', 'three.xy', 'two.xy']);
      const own = await all(target.zenodo.records.own({ q: `parent.id:"${first.parentId}"`, allVersions: true }));
      expect(own.every((one) => one.is_published)).toBe(true);
      expect(new Set(own.map(({ id }) => id))).toEqual(new Set([first.id, third.id, done.id]));
    },
  );
});

it('two deposits that continue one record at the same time both bring their files', async () => {
  const first = await target.zenodo.deposit(published({ files: [scan('one')] }));
  const one = published({ files: [fileFromBuffer('a.xy', 'a')], previous: first.id });
  const two = published({ files: [fileFromBuffer('b.xy', 'b')], previous: first.id });
  const ends = await Promise.allSettled([one, two].map((request) => target.zenodo.deposit(request)));
  // Whoever was stopped by the other is done when it is asked again.
  for (const [place, end] of ends.entries()) if (end.status === 'rejected') await target.zenodo.deposit([one, two][place]!);
  const latest = await target.zenodo.versions.latest(first.id);
  const { entries } = await target.zenodo.records.files(latest.id);
  expect(entries.map(({ key }) => key).sort()).toEqual(['a.xy', 'b.xy', 'scan.xy']);
  const own = await all(target.zenodo.records.own({ q: `parent.id:"${first.parentId}"`, allVersions: true }));
  expect(own.every((found) => found.is_published)).toBe(true);
});

it('of two deposits in one draft at the same time, the one that the other published without brings its file when it is run again', async () => {
  const first = await target.zenodo.deposit(published({ files: [scan('one')] }));
  const one = published({ files: [fileFromBuffer('a.xy', 'a')], previous: first.id });
  const two = published({ files: [fileFromBuffer('b.xy', 'b')], previous: first.id });
  let start: () => void = () => {};
  const described = new Promise<void>((resolve) => {
    start = resolve;
  });
  // The second one writes its key behind the first one's, and stops; then the first one goes on.
  const onStep: DepositRequest['onStep'] = ({ name }) => name === 'described' && start();
  const stop = new AbortController();
  target.standIn.faults.delay({ method: 'PUT', path: '*/a.xy/content' }, { ms: 400 });
  const running = target.zenodo.deposit({ ...one, onStep });
  await described;
  const late: DepositRequest['onStep'] = ({ name }) => (name === 'described' ? stop.abort(new Error('stopped')) : undefined);
  await expect(target.zenodo.deposit({ ...two, onStep: late, signal: stop.signal })).rejects.toThrow('stopped');
  const other = await running;
  const done = await target.zenodo.deposit({ ...two, previous: other.id });
  expect(done.id).not.toBe(other.id);
  expect(done.files.map(({ key }) => key).sort()).toEqual(['a.xy', 'b.xy', 'scan.xy']);
});

describe('a draft that is gone on with', () => {
  it('publishes no file that came wrong for the deposit before', async () => {
    target.standIn.faults.wrongChecksum({ method: 'POST', path: '*/scan.xy/commit', times: 2 });
    const wrong = await target.zenodo.deposit(published({ files: [scan('one')] })).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ cause: { code: 'checksum' } });
    const { draftId } = wrong as { draftId: string };
    const done = await target.zenodo.deposit(published({ files: [fileFromBuffer('b.xy', 'b')], previous: draftId }));
    expect(done.id).toBe(draftId);
    expect(done.files.map(({ key }) => key)).toEqual(['b.xy']);
  });

  it('is published without a file that another deposit announced and never sent', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files: [scan('one')] });
    await target.zenodo.files.start(first.id, 'never.xy');
    const done = await target.zenodo.deposit(published({ files: [fileFromBuffer('b.xy', 'b')], previous: first.id }));
    expect(done.files.map(({ key }) => key).sort()).toEqual(['b.xy', 'scan.xy']);
  });

  it('keeps what a person is sending when it is left', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files: [scan('one')] });
    await target.zenodo.files.start(first.id, 'by-hand.xy');
    await target.zenodo.deposit({ key: newKey(), metadata, files: [fileFromBuffer('b.xy', 'b')], previous: first.id });
    const { entries } = await target.zenodo.files.list(first.id);
    expect(entries.map(({ key, status }) => [key, status])).toContainEqual(['by-hand.xy', 'pending']);
  });
});

it('a rival that the list still shows as a draft although it is published makes no second record', async () => {
  const key = newKey();
  const identifiers = [{ identifier: depositUrn('', key), scheme: 'urn' }];
  const older = await target.zenodo.drafts.create({ metadata: { ...metadata, identifiers } });
  const rival = await target.zenodo.drafts.create({ metadata: { ...metadata, identifiers } });
  await target.zenodo.files.upload(rival.id, scan('one'));
  // Zenodo's lists are behind after a publish: what they know of the rival is its draft.
  target.standIn.faults.indexLagMs = 500;
  await new Promise((resolve) => setTimeout(resolve, 520));
  await target.zenodo.drafts.publish(rival.id);
  const journal = { load: async () => ({ step: 'drafted', draftId: older.id }) as const, save: async () => {} };
  const done = await target.zenodo.deposit(published({ key, files: [scan('one')], journal }));
  target.standIn.faults.indexLagMs = 0;
  expect(done.id).toBe(rival.id);
  expect(target.count('POST', /publish$/)).toBe(1);
  expect(await target.zenodo.drafts.find(older.id)).toBeUndefined();
});

it.each([
  [1, 'The file "0.xy" is in the draft'],
  [2, 'All 2 files are in the draft'],
  [0, 'No file was to be brought'],
])('with %d files it says "%s"', async (count, words) => {
  const files = Array.from({ length: count }, (_, n) => fileFromBuffer(`${n}.xy`, 'x'));
  const told: string[] = [];
  await target.zenodo.deposit({ key: newKey(), metadata, files, onStep: ({ name, message }) => name === 'uploaded' && told.push(message) });
  expect(told).toEqual([expect.stringContaining(words)]);
});
