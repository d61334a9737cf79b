import { describe, expect, it } from 'vitest';
import {
  type DepositJournal,
  type DepositJournalEntry,
  type DepositRequest,
  type DepositStepName,
  depositUrn,
  fileFromBuffer,
} from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const steps: DepositStepName[] = ['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved', 'publishing', 'published'];

const files = [fileFromBuffer('scan.xy', '10.0 5\n10.1 7\n'), fileFromBuffer('notes.txt', 'aligned by hand')];

function memoryJournal(): DepositJournal & { entries: DepositJournalEntry[] } {
  const entries: DepositJournalEntry[] = [];
  return {
    entries,
    load: async () => entries.at(-1),
    save: async (entry) => {
      entries.push(entry);
    },
  };
}

/** Runs until a step is told of, and stops there as a process would that is asked to end. */
async function stopAt(step: DepositStepName, request: DepositRequest): Promise<unknown> {
  const stop = new AbortController();
  const onStep: DepositRequest['onStep'] = ({ name }) => {
    if (name === step) stop.abort(new Error(`stopped at ${step}`));
  };
  return target
    .client({ createLookMs: 300 })
    .deposit({ ...request, onStep, signal: stop.signal })
    .catch((error: unknown) => error);
}

async function carrying(key: string) {
  return all(target.zenodo.records.own({ q: `metadata.identifiers.identifier:"${depositUrn('', key)}"`, allVersions: true }));
}

for (const remembers of ['with a journal', 'with the key in the draft alone']) {
  describe(`a run that stopped goes on ${remembers}`, () => {
    it.each(steps)('at %s, to one record and no other draft', async (step) => {
      const journal = remembers === 'with a journal' ? { journal: memoryJournal() } : {};
      const request: DepositRequest = { key: newKey(), metadata, files, finish: 'publish', ...journal };
      expect(await stopAt(step, request)).toMatchObject({ message: `stopped at ${step}` });
      const done = await target.client({ createLookMs: 300 }).deposit(request);
      expect(done.status).toBe('published');
      expect((await carrying(request.key)).map(({ id, is_published }) => [id, is_published])).toEqual([[done.id, true]]);
      expect(target.count('PUT', /content$/)).toBe(2);
      expect(target.count('POST', /publish$/)).toBe(1);
    });

    it.each(steps.slice(1))('at %s of a next version, to one new version', async (step) => {
      const first = await target.zenodo.deposit({ key: newKey(), metadata, files, finish: 'publish' });
      const journal = remembers === 'with a journal' ? { journal: memoryJournal() } : {};
      const request: DepositRequest = {
        key: newKey(),
        metadata,
        files: [fileFromBuffer('scan.xy', 'measured again')],
        finish: 'publish',
        previous: first.id,
        ...journal,
      };
      await stopAt(step, request);
      const done = await target.client({ createLookMs: 300 }).deposit(request);
      expect(done.parentId).toBe(first.parentId);
      expect((await all(target.zenodo.versions.search(first.id))).map(({ id }) => id)).toEqual([done.id, first.id]);
      const own = await all(target.zenodo.records.own({ q: `parent.id:"${first.parentId}"`, allVersions: true }));
      expect(own.every((one) => one.is_published)).toBe(true);
    });
  });
}

describe('a run that died while it made a draft', () => {
  const dead = (): ReturnType<typeof memoryJournal> => {
    const journal = memoryJournal();
    journal.entries.push({ step: 'planned' });
    return journal;
  };

  it('finds the draft when the list shows it at last', async () => {
    const key = newKey();
    const identifiers = [{ identifier: depositUrn('', key), scheme: 'urn' }];
    target.standIn.faults.indexLagMs = 500;
    const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, identifiers } });
    const done = await target.zenodo.deposit({ key, metadata, files, finish: 'publish', journal: dead() });
    expect(done.id).toBe(id);
  });

  it('is found before the end without a journal too, although the list was behind at the beginning', async () => {
    const key = newKey();
    const identifiers = [{ identifier: depositUrn('', key), scheme: 'urn' }];
    target.standIn.faults.indexLagMs = 400;
    const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, identifiers } });
    const done = await target.zenodo.deposit({ key, metadata, files, finish: 'publish' });
    target.standIn.faults.indexLagMs = 0;
    expect(done.id).toBe(id);
    expect((await carrying(key)).map((one) => one.id)).toEqual([id]);
  });

  it('finds the draft of the next version, which has no key of its own yet', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files, finish: 'publish' });
    target.standIn.faults.indexLagMs = 500;
    const { id } = await target.zenodo.versions.create(first.id);
    const more = { key: newKey(), metadata, files: [fileFromBuffer('more.txt', 'more')], previous: first.id, journal: dead() };
    const done = await target.zenodo.deposit({ ...more, finish: 'publish' });
    expect(done.id).toBe(id);
    expect(target.count('POST', /versions$/)).toBe(1);
  });
});

describe('a run after a refusal looks for nothing', () => {
  it.each(['/api/records', '*/versions', '*/actions/publish'])('when it was %s that was refused', async (path) => {
    const previous =
      path === '*/versions' ? (await target.zenodo.deposit({ key: newKey(), metadata, files, finish: 'publish' })).id : undefined;
    const request: DepositRequest = {
      key: newKey(),
      metadata,
      files: [fileFromBuffer('scan.xy', 'measured again')],
      finish: 'publish',
      journal: memoryJournal(),
      ...(previous !== undefined && { previous }),
    };
    const client = target.client({ createLookMs: 60_000 });
    target.standIn.faults.answer({ method: 'POST', path }, { status: 403, body: { status: 403, message: 'Permission denied.' } });
    await expect(client.deposit(request)).rejects.toMatchObject({ cause: { code: 'permission' } });
    const began = Date.now();
    expect((await client.deposit(request)).status).toBe('published');
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});

describe('the same key', () => {
  it('answers the same draft, and makes nothing', async () => {
    const request = { key: newKey(), metadata, files };
    const first = await target.zenodo.deposit(request);
    const second = await target.zenodo.deposit(request);
    expect(second).toMatchObject({ status: 'draft', id: first.id, doi: first.doi });
    expect(target.count('POST', /^\/api\/records$/)).toBe(1);
    expect(target.count('PUT', /content$/)).toBe(2);
  });

  it('publishes what was left', async () => {
    const request = { key: newKey(), metadata, files };
    const left = await target.zenodo.deposit(request);
    const done = await target.zenodo.deposit({ ...request, finish: 'publish' });
    expect(done).toMatchObject({ status: 'published', id: left.id, doi: left.doi });
  });

  it('answers the record after it was published, and says so when the files are others', async () => {
    const request: DepositRequest = { key: newKey(), metadata, files, finish: 'publish' };
    const done = await target.zenodo.deposit(request);
    expect(await target.zenodo.deposit(request)).toMatchObject({ status: 'published', id: done.id });
    const other = { ...request, files: [fileFromBuffer('scan.xy', 'other bytes')] };
    await expect(target.zenodo.deposit(other)).rejects.toMatchObject({ code: 'deposit', cause: { code: 'checksum', reason: 'published' } });
    expect(target.count('POST', /publish$/)).toBe(1);
  });

  it('asked twice at once in one process makes one record', async () => {
    const request: DepositRequest = { key: newKey(), metadata, files, finish: 'publish' };
    const [one, two] = await Promise.all([target.client().deposit(request), target.client().deposit(request)]);
    expect(one.id).toBe(two.id);
    expect(target.count('POST', /^\/api\/records$/)).toBe(1);
  });

  it('of another account name is another deposit', async () => {
    const request = { key: newKey(), metadata, files };
    const one = await target.zenodo.deposit(request);
    const two = await target.client({ account: 'lab-2' }).deposit(request);
    expect(two.id).not.toBe(one.id);
  });

  it('replaces a file of the draft that has other bytes, and keeps the others', async () => {
    const key = newKey();
    await target.zenodo.deposit({ key, metadata, files });
    const again = await target.zenodo.deposit({ key, metadata, files: [fileFromBuffer('scan.xy', 'measured again')] });
    expect(again.files.map((file) => file.key).sort()).toEqual(['notes.txt', 'scan.xy']);
    expect(again.files.find((file) => file.key === 'scan.xy')?.size).toBe('measured again'.length);
  });
});

describe('a deposit that continues another', () => {
  it('fills its open draft, and both keys find it', async () => {
    const [a, b] = [newKey(), newKey()];
    const first = await target.zenodo.deposit({ key: a, metadata, files });
    const second = await target.zenodo.deposit({ key: b, metadata, files: [fileFromBuffer('more.txt', 'more')], previous: first.id });
    expect(second.id).toBe(first.id);
    expect(second.files).toHaveLength(3);
    expect((await target.zenodo.deposit({ key: a, metadata, files })).id).toBe(first.id);
    expect((await carrying(b)).map(({ id }) => id)).toEqual([first.id]);
  });

  it('makes nothing when the record has the same files', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files, finish: 'publish' });
    const second = await target.zenodo.deposit({ key: newKey(), metadata, files, finish: 'publish', previous: first.id });
    expect(second).toMatchObject({ status: 'unchanged', id: first.id });
    expect(target.count('POST', /versions$/)).toBe(0);
  });

  it('has its own key in the next version, and leaves the old key to the old one', async () => {
    const [a, b] = [newKey(), newKey()];
    const first = await target.zenodo.deposit({ key: a, metadata, files, finish: 'publish' });
    const second = await target.zenodo.deposit({
      key: b,
      metadata,
      files: [fileFromBuffer('scan.xy', 'v2')],
      finish: 'publish',
      previous: first.id,
    });
    expect((await carrying(a)).map(({ id }) => id)).toEqual([first.id]);
    expect((await carrying(b)).map(({ id }) => id)).toEqual([second.id]);
  });

  it('keeps what a person added to the draft', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files });
    await target.zenodo.drafts.update(first.id, { metadata: { description: '<p>By hand.</p>' } });
    const second = await target.zenodo.deposit({ key: newKey(), metadata, files, previous: first.id });
    expect(second.draft?.metadata.description).toBe('<p>By hand.</p>');
    expect(second.doi).toBe(first.doi);
  });
});

it('progress counts the bytes of all files and ends at the total', async () => {
  const seen: number[] = [];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  await target.zenodo.deposit({
    key: newKey(),
    metadata,
    files,
    onProgress: ({ sentBytes, totalBytes }) => {
      expect(totalBytes).toBe(total);
      seen.push(sentBytes);
    },
  });
  expect(seen.at(-1)).toBe(total);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

it('publisher and date are filled in, and those that are given stay', async () => {
  const { publisher: _, publication_date: __, ...bare } = metadata;
  const now = () => Date.UTC(2026, 10, 25, 12);
  const filled = await target.client({ now }).deposit({ key: newKey(), metadata: bare, files });
  expect(filled.draft?.metadata).toMatchObject({ publisher: 'Zenodo', publication_date: '2026-11-25' });
  const given = await target.zenodo.deposit({ key: newKey(), metadata: { ...metadata, publisher: 'Institut' }, files });
  expect(given.draft?.metadata).toMatchObject({ publisher: 'Institut', publication_date: '2026-03-14' });
});

it.each([
  [{ key: ' ' }, /"key"/],
  [{ finish: 'submit' as 'leave' }, /"finish"/],
  [{ files: [...files, ...files] }, /scan\.xy/],
  [{ previous: '10.5281/zenodo.1' }, /record id/],
  [{ files: [{ ...fileFromBuffer('a', 'a'), key: '..' }] }, /file key/],
  [{ files: [], finish: 'publish' as const }, /without files/],
  [{ exclude: '**', finish: 'publish' as const }, /without files/],
  [{ include: '[a' }, /pattern/],
  [{ filePolicy: 'merge' as 'keep' }, /"filePolicy"/],
  [{ abandoned: 'ignore' as 'adopt' }, /"abandoned"/],
  [{ finish: { submitTo: '' } }, /"finish.submitTo"/],
])('%o is refused before anything is sent', async (change, words) => {
  const request = { key: newKey(), metadata, files, ...change };
  await expect(target.zenodo.deposit(request)).rejects.toMatchObject({ code: 'configuration', message: expect.stringMatching(words) });
  expect(target.count('POST', /./) + target.count('GET', /./)).toBe(0);
});
