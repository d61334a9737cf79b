import { createHash } from 'node:crypto';
import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import type { INodeExecutionData } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { asked, fields, file, located, outcome, published, run, writes } from './_node.mts';

const zenodo = useStandIn();

const draft = async () => String((await outcome(zenodo, 'draft', 'create', fields()))['id']);
const items = (...files: readonly [name: string, content: string | Buffer][]): INodeExecutionData[] => [
  { json: {}, binary: Object.fromEntries(files.map(([name, content], place) => [`file${place}`, file(name, content)?.['data']])) as never },
];
const upload = (id: string, given: INodeExecutionData[], options: Record<string, unknown> = {}) =>
  run(zenodo, 'file', 'upload', { draftId: located(id), binaryFields: '*', options }, { items: given });
const sum = (content: string | Buffer) => `md5:${createHash('md5').update(content).digest('hex')}`;
const inDraft = async (id: string): Promise<Record<string, string>> => {
  const { body } = await asked(zenodo, `/records/${id}/draft/files`);
  return Object.fromEntries(
    (body as unknown as { entries: { key: string; checksum: string }[] }).entries.map((one) => [one.key, one.checksum]),
  );
};
const contents = () => writes(zenodo).filter((call) => call.endsWith('/content')).length;

describe('upload', () => {
  test('brings all files of the item, and compares each', async () => {
    const id = await draft();
    const output = await upload(id, items(['a.csv', 'a'], ['b.csv', 'bb']));
    expect(output.map(({ json }) => json)).toEqual([
      { recordId: id, key: 'a.csv', size: 1, checksum: sum('a'), verified: true, status: 'uploaded' },
      { recordId: id, key: 'b.csv', size: 2, checksum: sum('bb'), verified: true, status: 'uploaded' },
    ]);
    expect(await inDraft(id)).toEqual({ 'a.csv': sum('a'), 'b.csv': sum('bb') });
  });

  test.each([
    ['beside those of the item', items(['a.csv', 'a']), { 'a.csv': sum('a'), 'README.md': sum('Größe') }],
    ['alone', [{ json: {} }], { 'README.md': sum('Größe') }],
  ])('brings files that are written in the form, %s', async (_how, given, there) => {
    const id = await draft();
    await upload(id, given, { textFiles: { file: [{ fileName: 'README.md', content: 'Größe' }] } });
    expect(await inDraft(id)).toEqual(there);
  });

  test.each([
    ["'File Name' of text file 2 is missing", [{ fileName: 'a.txt', content: 'a' }, { content: 'b' }]],
    ["The file 'a.txt' is empty", [{ fileName: 'a.txt' }]],
    [
      "Two files are called 'a.txt'",
      [
        { fileName: 'a.txt', content: 'a' },
        { fileName: ' a.txt', content: 'b' },
      ],
    ],
    ['There is no file to upload', []],
  ])('tells before anything is sent: %s', async (message, file) => {
    const id = await draft();
    const before = writes(zenodo).length;
    await expect(upload(id, [{ json: {} }], { textFiles: { file } })).rejects.toThrow(message);
    expect(writes(zenodo)).toHaveLength(before);
  });

  test('sends what is there already no second time', async () => {
    const id = await draft();
    await upload(id, items(['a.csv', 'a']));
    const before = contents();
    const [again] = await upload(id, items(['a.csv', 'a']));
    expect(again?.json).toMatchObject({ status: 'skipped', checksum: sum('a') });
    expect(contents()).toBe(before);
  });

  test('replaces other bytes of the same length', async () => {
    const id = await draft();
    await upload(id, items(['a.csv', 'a']));
    const [again] = await upload(id, items(['a.csv', 'b']));
    expect(again?.json).toMatchObject({ status: 'replaced', checksum: sum('b') });
    expect(await inDraft(id)).toEqual({ 'a.csv': sum('b') });
  });

  test('ends before anything is sent when a file is there and may not be', async () => {
    const id = await draft();
    await upload(id, items(['b.csv', 'b']));
    const before = writes(zenodo).length;
    await expect(upload(id, items(['a.csv', 'a'], ['b.csv', 'b']), { ifExists: 'fail' })).rejects.toThrow(
      "The draft has a file 'b.csv' already",
    );
    expect(writes(zenodo)).toHaveLength(before);
  });

  test('goes on with a file that was begun and not completed', async () => {
    const id = await draft();
    await asked(zenodo, `/records/${id}/draft/files`, { method: 'POST', body: [{ key: 'a.csv' }] });
    await upload(id, items(['a.csv', 'a']));
    expect(await inDraft(id)).toEqual({ 'a.csv': sum('a') });
  });

  test('sends a file once more when Zenodo stored something else', async () => {
    const id = await draft();
    zenodo.faults.spoil({ path: '*/content' });
    await upload(id, items(['a.csv', 'a']));
    expect(await inDraft(id)).toEqual({ 'a.csv': sum('a') });
  });

  test('counts files that are there already against the 100 of a record', async () => {
    const id = await draft();
    await upload(id, items(...Array.from({ length: 99 }, (_, place) => [`${place}.csv`, 'x'] as [string, string])));
    const before = contents();
    await expect(upload(id, items(['a.csv', 'a'], ['b.csv', 'b']))).rejects.toThrow(/takes 100 files.*101/);
    expect(contents()).toBe(before);
  });

  test('refuses more than 50 GB before the first byte', async () => {
    const id = await draft();
    const huge = { json: {}, binary: { data: { data: 'filesystem-v2', id: 'huge', mimeType: 'text/csv', fileName: 'huge.csv' } } };
    const failed = run(zenodo, 'file', 'upload', { draftId: located(id) }, { items: [huge], sizes: { huge: 50_000_000_001 } });
    await expect(failed).rejects.toThrow(/50\.01 GB together, and a record takes 50 GB/);
    expect(contents()).toBe(0);
  });

  test('a file that is shorter than n8n says ends in words, not in a wait without end', async () => {
    const id = await draft();
    const short = { json: {}, binary: { data: { data: 'filesystem-v2', id: 'short', mimeType: 'text/csv', fileName: 'short.csv' } } };
    const given = { items: [short], stored: { short: Buffer.from('abc') }, sizes: { short: 10 }, continueOnFail: true };
    const [failed] = await run(zenodo, 'file', 'upload', { draftId: located(id) }, given);
    expect(failed?.json).toMatchObject({
      error: expect.stringContaining('ended after 3 of its 10 bytes') as string,
      details: { draftId: id },
    });
  });
});

describe('download', () => {
  const download = (parameters: Record<string, unknown>) => run(zenodo, 'file', 'download', parameters);

  test('gives one item a file, with its bytes', async () => {
    const record = await published(zenodo, 'A record', 'x,y,z');
    const [got] = await download({ recordId: located(record['id']) });
    expect(got?.json).toMatchObject({ recordId: record['id'], key: 'a.csv', checksum: sum('x,y,z'), verified: true });
    expect(Buffer.from(got?.binary?.['data']?.data ?? '', 'base64').toString()).toBe('x,y,z');
    expect(got?.pairedItem).toEqual({ item: 0 });
  });

  test('takes the files of a draft that fit a pattern, into the field that is named', async () => {
    const id = await draft();
    await upload(id, items(['a.csv', 'a'], ['b.xy', 'b'], ['c.txt', 'c']));
    const got = await download({ from: 'draft', draftId: located(id), files: '*.{csv,xy}', options: { outputField: 'scan' } });
    expect(got.map(({ json, binary }) => [json['key'], Object.keys(binary ?? {})])).toEqual([
      ['a.csv', ['scan']],
      ['b.xy', ['scan']],
    ]);
  });

  test('goes on from where a connection broke', async () => {
    const content = 'diffraction '.repeat(100_000);
    const record = await published(zenodo, 'A record', content);
    zenodo.faults.cutReply({ method: 'GET', path: '*/content' }, { afterBytes: 500_000 });
    const [got] = await download({ recordId: located(record['id']) });
    expect(Buffer.from(got?.binary?.['data']?.data ?? '', 'base64').toString() === content).toBe(true);
  });

  test('ends in words when the bytes are not those that Zenodo lists', async () => {
    const id = await draft();
    await upload(id, items(['a.csv', 'a']));
    zenodo.faults.answer({ method: 'GET', path: '*/content' }, { status: 200, body: 'b' });
    await expect(download({ from: 'draft', draftId: located(id) })).rejects.toThrow(/"a\.csv" is md5:.* but md5:.* came/);
  });

  test('names the files that there are when none fits', async () => {
    const record = await published(zenodo);
    await expect(download({ recordId: located(record['id']), files: '*.xy' })).rejects.toMatchObject({
      message: `No file of ${record['id']} fits '*.xy'`,
      description: "Its files are 'a.csv'",
    });
  });
});

test('files are listed, and one is deleted', async () => {
  const id = await draft();
  await upload(id, items(['a.csv', 'a'], ['b.csv', 'b']));
  await run(zenodo, 'file', 'delete', { draftId: located(id), fileName: 'a.csv' });
  const list = await run(zenodo, 'file', 'getAll', { from: 'draft', draftId: located(id), returnAll: true });
  expect(list.map(({ json }) => json['key'])).toEqual(['b.csv']);
});

test('files of the version before are imported once', async () => {
  const record = await published(zenodo);
  const { body } = await asked(zenodo, `/records/${record['id']}/versions`, { method: 'POST' });
  const draftId = located((body as Record<string, unknown>)['id']);
  const first = await run(zenodo, 'file', 'importPrevious', { draftId });
  const second = await run(zenodo, 'file', 'importPrevious', { draftId });
  expect(first.map(({ json }) => json['key'])).toEqual(['a.csv']);
  expect(second.map(({ json }) => json['key'])).toEqual(['a.csv']);
});
