import { describe, expect, it } from 'vitest';
import { type DepositRequest, depositUrn, doiInText, type FileSource, fileFromBuffer, memoryJournal } from '../../src/index.ts';
import { all, metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();
const file = (key: string, content = `what is in ${key}`): FileSource => fileFromBuffer(key, content);
const request = (more: Partial<DepositRequest> = {}): DepositRequest => ({
  key: newKey(),
  metadata,
  files: [file('a.csv'), file('b.csv'), file('notes.txt')],
  finish: 'publish',
  ...more,
});
/** A file with the DOI in it, once that is known. */
const citing = (key: string): FileSource => ({ ...file(key, 'doi: {{doi}}'), withDoi: (doi) => file(key, `doi: ${doi}`) });
const keysOf = ({ files }: { readonly files: readonly { readonly key: string }[] }) => files.map(({ key }) => key).sort();

describe('a new version', () => {
  const next = async (more: Partial<DepositRequest>) => {
    const first = await target.zenodo.deposit(request());
    return target.zenodo.deposit(request({ previous: first.id, ...more }));
  };

  it('with "upsert" has the old files and the new ones', async () => {
    expect(keysOf(await next({ files: [file('a.csv', 'new'), file('c.csv')] }))).toEqual(['a.csv', 'b.csv', 'c.csv', 'notes.txt']);
    expect(target.count('DELETE', /files/)).toBe(1);
  });

  it('gets its label from its number, as the first one did', async () => {
    const versionLabel = (index: number) => `v${index}`;
    const first = await target.zenodo.deposit(request({ versionLabel }));
    const second = await target.zenodo.deposit(request({ previous: first.id, files: [file('c.csv')], versionLabel }));
    const labels = await Promise.all([first.id, second.id].map(async (id) => (await target.zenodo.records.get(id)).metadata.version));
    expect(labels).toEqual(['v1', 'v2']);
  });

  it('with "replace" has the files of the request and no others', async () => {
    const done = await next({ files: [file('a.csv'), file('c.csv')], filePolicy: 'replace' });
    expect(keysOf(done)).toEqual(['a.csv', 'c.csv']);
    // Of the first one three files, of the second one only what it did not have.
    expect(target.count('PUT', /content$/)).toBe(4);
  });

  it('with "keep" has the old bytes under old names', async () => {
    const done = await next({ files: [file('a.csv', 'new'), file('c.csv')], filePolicy: 'keep' });
    expect(keysOf(done)).toEqual(['a.csv', 'b.csv', 'c.csv', 'notes.txt']);
    expect(done.files.find(({ key }) => key === 'a.csv')?.size).toBe('what is in a.csv'.length);
  });

  it('touches only what its patterns fit', async () => {
    const files = [file('a.csv', 'new'), file('notes.txt', 'new'), file('raw/c.csv')];
    const done = await next({ files, filePolicy: 'replace', include: '**.csv', exclude: ['raw/**'] });
    expect(keysOf(done)).toEqual(['a.csv', 'notes.txt']);
    expect(done.files.find(({ key }) => key === 'notes.txt')?.size).toBe('what is in notes.txt'.length);
  });

  it.each([
    ['the same files', { filePolicy: 'upsert' as const }],
    ['exactly the same files', { filePolicy: 'replace' as const }],
    ['other bytes that are not to be taken', { filePolicy: 'keep' as const, files: [file('a.csv', 'new')] }],
    ['other bytes that no pattern fits', { files: [file('a.csv', 'new'), file('b.csv')], include: ['b.*'] }],
  ])('is not made for %s', async (_, more) => {
    expect(await next(more)).toMatchObject({ status: 'unchanged' });
    expect(target.count('POST', /versions$/)).toBe(0);
  });

  it('is made when a file has to go, though no byte is sent', async () => {
    const done = await next({ files: [file('a.csv'), file('b.csv')], filePolicy: 'replace' });
    expect(keysOf(done)).toEqual(['a.csv', 'b.csv']);
    expect(target.count('PUT', /content$/)).toBe(3);
  });
});

describe('with "keep", a file that came wrong in an earlier run', () => {
  /** Zenodo stores other bytes twice, and will not delete them. */
  async function leftWrong(previous: string, more: Partial<DepositRequest>) {
    target.standIn.faults.spoil({ method: 'PUT', path: '*/new.csv/content', times: 2 });
    target.standIn.faults.answer({ method: 'DELETE', path: '*/new.csv', times: 2 }, { status: 403, body: { message: 'No.' } });
    const asked = request({ previous, filePolicy: 'keep', ...more });
    await expect(target.zenodo.deposit(asked)).rejects.toMatchObject({ code: 'deposit', step: 'described' });
    target.standIn.faults.clear();
    return asked;
  }

  it('is not kept, but sent again', async () => {
    const first = await target.zenodo.deposit(request());
    const asked = await leftWrong(first.id, { files: [file('new.csv')], journal: memoryJournal() });
    const done = await target.zenodo.deposit(asked);
    expect(done.files.find(({ key }) => key === 'new.csv')?.checksum).toBe(`md5:${file('new.csv').knownMd5}`);
  });

  it('is told from one that was there and has the same length', async () => {
    const first = await target.zenodo.deposit(request());
    const files = [file('new.csv'), file('a.csv', 'WHAT is in a.csv')];
    const done = await target.zenodo.deposit(await leftWrong(first.id, { files, journal: memoryJournal() }));
    expect(done.files.find(({ key }) => key === 'a.csv')?.checksum).toBe(`md5:${file('a.csv').knownMd5}`);
    expect(done.files.find(({ key }) => key === 'new.csv')?.checksum).toBe(`md5:${file('new.csv').knownMd5}`);
  });

  it('is neither kept nor replaced without a journal, when nobody can tell', async () => {
    const first = await target.zenodo.deposit(request());
    const files = [file('new.csv'), file('a.csv', 'WHAT is in a.csv')];
    const asked = await leftWrong(first.id, { files });
    const doubt = await target.zenodo.deposit(asked).catch((error: unknown) => error);
    expect(doubt).toMatchObject({ code: 'deposit', cause: { code: 'doubtful_file', file: 'new.csv' } });
    await target.zenodo.files.delete((doubt as { draftId: string }).draftId, 'new.csv');
    const done = await target.zenodo.deposit(asked);
    expect(done.files.find(({ key }) => key === 'a.csv')?.checksum).toBe(`md5:${file('a.csv').knownMd5}`);
    expect(done.files.find(({ key }) => key === 'new.csv')?.checksum).toBe(`md5:${file('new.csv').knownMd5}`);
  });
});

it('a second draft of a key is discarded although its file names another DOI', async () => {
  const asked = request({ files: [citing('CITATION.cff')] });
  const identifiers = [{ identifier: depositUrn('', asked.key), scheme: 'urn' }];
  target.standIn.faults.indexLagMs = 400;
  const older = await target.zenodo.drafts.create({ metadata: { ...metadata, identifiers } });
  const done = await target.zenodo.deposit(asked);
  target.standIn.faults.indexLagMs = 0;
  expect(done.id).toBe(older.id);
  const q = `metadata.identifiers.identifier:"${depositUrn('', asked.key)}"`;
  expect((await all(target.zenodo.records.own({ q, allVersions: true }))).map(({ id }) => id)).toEqual([older.id]);
});

describe('limits', () => {
  it('count the files that are there already, before a byte is sent', async () => {
    const client = target.client({ fileLimits: { mostFiles: 3 } });
    const first = await client.deposit(request());
    const more = request({ previous: first.id, files: [file('d.csv')] });
    await expect(client.deposit(more)).rejects.toMatchObject({ code: 'deposit', cause: { code: 'deposit_limit' } });
    expect(target.count('PUT', /content$/)).toBe(3);
    expect(keysOf(await client.deposit({ ...more, filePolicy: 'replace' }))).toEqual(['d.csv']);
  });

  it('count the bytes that are there already', async () => {
    const client = target.client({ fileLimits: { mostBytes: 100 } });
    const first = await client.deposit(request({ files: [file('a.bin', 'x'.repeat(60))] }));
    const more = request({ previous: first.id, files: [file('b.bin', 'x'.repeat(60))] });
    await expect(client.deposit(more)).rejects.toMatchObject({
      cause: { code: 'deposit_limit', message: expect.stringContaining('120 bytes') },
    });
  });

  it('of the request alone are told before anything is sent', async () => {
    const files = [file('a.bin', 'x'.repeat(60)), file('b.bin', 'x'.repeat(60))];
    const client = target.client({ fileLimits: { mostBytes: 100 } });
    await expect(client.deposit(request({ files }))).rejects.toMatchObject({ code: 'configuration' });
    expect(target.count('GET', /./)).toBe(0);
  });
});

describe('a file that names the DOI', () => {
  it('is sent with the DOI that the record gets', async () => {
    const steps: string[] = [];
    const done = await target.zenodo.deposit(request({ files: [citing('CITATION.cff')], onStep: ({ name }) => steps.push(name) }));
    expect(done.files.map(({ checksum }) => checksum)).toEqual([`md5:${file('x', `doi: ${done.doi}`).knownMd5}`]);
    expect(steps.indexOf('reserved')).toBeLessThan(steps.indexOf('uploaded'));
    expect(target.count('POST', /pids\/doi$/)).toBe(1);
  });

  it('does not make a new version by itself', async () => {
    const files = [citing('CITATION.cff'), file('a.csv')];
    const first = await target.zenodo.deposit(request({ files }));
    expect(await target.zenodo.deposit(request({ files, previous: first.id }))).toMatchObject({ status: 'unchanged', id: first.id });
  });

  it('names the new DOI in the next version', async () => {
    const first = await target.zenodo.deposit(request({ files: [citing('CITATION.cff'), file('a.csv')] }));
    const second = await target.zenodo.deposit(request({ files: [citing('CITATION.cff'), file('a.csv', 'new')], previous: first.id }));
    const cited = second.files.find(({ key }) => key === 'CITATION.cff');
    expect(cited?.checksum).toBe(`md5:${file('x', `doi: ${second.doi}`).knownMd5}`);
    expect(second.doi).not.toBe(first.doi);
  });

  it('is not sent again when the run is repeated', async () => {
    const asked = request({ files: [citing('CITATION.cff')], finish: 'leave' });
    await target.zenodo.deposit(asked);
    await target.zenodo.deposit(asked);
    expect(target.count('PUT', /content$/)).toBe(1);
  });
});

describe('a draft that an earlier run left', () => {
  /** One whose second file never came whole. */
  async function abandoned() {
    const asked = request({ files: [file('a.csv'), file('b.csv')] });
    target.standIn.faults.answer({ method: 'PUT', path: '*/b.csv/content' }, { status: 413, body: { status: 413, message: 'Too large.' } });
    const error = await target
      .client({ parallelUploads: 1 })
      .deposit(asked)
      .catch((reason: unknown) => reason as { draftId: string });
    return { asked, id: (error as { draftId: string }).draftId };
  }

  it('is adopted and repaired, and both are told', async () => {
    const { asked, id } = await abandoned();
    const told: string[] = [];
    const done = await target.zenodo.deposit({ ...asked, onStep: ({ message }) => told.push(message) });
    expect(done.id).toBe(id);
    expect(told.join(' ')).toMatch(/adopted from an earlier run/);
    expect(told.join(' ')).toMatch(/Repairing the draft .*"b\.csv"/);
    expect(target.count('PUT', /a\.csv\/content$/)).toBe(1);
  });

  it('is discarded and made anew, if that is wished for, and that is told', async () => {
    const { asked, id } = await abandoned();
    const told: string[] = [];
    const done = await target.zenodo.deposit({ ...asked, abandoned: 'discard', onStep: ({ message }) => told.push(message) });
    expect(done.id).not.toBe(id);
    expect(told.join(' ')).toContain(`Discarded the draft ${id}`);
    const q = `metadata.identifiers.identifier:"${depositUrn('', asked.key)}"`;
    expect((await all(target.zenodo.records.own({ q, allVersions: true }))).map((one) => one.id)).toEqual([done.id]);
  });

  it('is never discarded when another deposit has a part in it', async () => {
    const { asked, id } = await abandoned();
    await target.zenodo.deposit(request({ files: [file('c.csv')], previous: id, finish: 'leave' }));
    const done = await target.zenodo.deposit({ ...asked, abandoned: 'discard' });
    expect(done.id).toBe(id);
    expect(keysOf(done)).toEqual(['a.csv', 'b.csv', 'c.csv']);
  });

  it('of a next version is adopted when somebody opened it, and that is told', async () => {
    const first = await target.zenodo.deposit(request());
    const open = await target.zenodo.versions.create(first.id);
    const told: string[] = [];
    const more = request({ previous: first.id, files: [file('d.csv')], onStep: ({ message }) => told.push(message) });
    expect((await target.zenodo.deposit(more)).id).toBe(open.id);
    expect(told.join(' ')).toMatch(/next version, adopted/);
  });
});

it('progress counts bytes and files, of each file and of all', async () => {
  const seen: string[] = [];
  const files = [file('a.csv'), file('b.csv')];
  const client = target.client({ parallelUploads: 1 });
  await client.deposit(
    request({
      files,
      finish: 'leave',
      onProgress: (now) => seen.push(`${now.file} ${now.fileSentBytes}/${now.fileBytes} ${now.filesDone}/${now.filesTotal}`),
    }),
  );
  expect(seen.at(-1)).toBe('b.csv 16/16 2/2');
  expect(seen).toContain('a.csv 16/16 1/2');
});

describe('a file that names the concept DOI', () => {
  const namingConcept = () => doiInText(file('CITATION.cff', 'concept: {{concept_doi}}\ndoi: {{doi}}\n'));

  it('has it in a next version, which is published with both', async () => {
    const first = await target.zenodo.deposit({ key: newKey(), metadata, files: [file('a.txt', 'one')], finish: 'publish' });
    const second = await target.zenodo.deposit({
      key: newKey(),
      previous: first.id,
      metadata,
      files: [await namingConcept()],
      finish: 'publish',
    });
    const chunks = [];
    for await (const chunk of target.zenodo.records.bytes(second.id, 'CITATION.cff')) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toBe(`concept: ${first.conceptDoi}\ndoi: ${second.doi}\n`);
  });

  it('is refused in a first version before anything is sent', async () => {
    const before = target.standIn.calls.length;
    const deposit = target.zenodo.deposit({ key: newKey(), metadata, files: [await namingConcept()], finish: 'publish' });
    await expect(deposit).rejects.toMatchObject({ code: 'configuration', message: expect.stringContaining('{{concept_doi}}') });
    expect(target.standIn.calls.length).toBe(before);
  });

  it('is refused in the draft of a first version that was given, which stays as it is', async () => {
    const { id } = await target.zenodo.drafts.create({ metadata, files: { enabled: true } });
    const before = await target.zenodo.drafts.get(id);
    const deposit = target.zenodo.deposit({ key: newKey(), previous: id, metadata, files: [await namingConcept()], finish: 'leave' });
    await expect(deposit).rejects.toMatchObject({ message: expect.stringContaining('{{concept_doi}}') });
    expect(await target.zenodo.drafts.get(id)).toEqual(before);
  });
});
