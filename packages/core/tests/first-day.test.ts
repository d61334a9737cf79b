import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileFromBuffer, fileFromPath, packFolder, Zenodo } from '../src/index.ts';
import { metadata, useTarget } from './_util/target.ts';

// What somebody types wrongly on the first day, without the compiler's help, and the sentence that they are told.

const target = useTarget();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'first-day-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = fileFromBuffer('a.txt', 'hello');
const deposit = (more: object) => target.zenodo.deposit({ key: 'first-day', metadata, files: [file], ...more } as never);

it.each<[told: string, typed: () => unknown]>([
  ['"options" is missing; give an object such as { token, environment: \'sandbox\' }.', () => new Zenodo(undefined as never)],
  ['"request" is missing; give an object such as { key, metadata, files }.', () => target.zenodo.deposit(undefined as never)],
  ['"request" is missing; give an object such as { key, metadata, files }.', () => target.zenodo.plan(undefined as never)],
  ['"request" is missing; give an object such as { ids, change }.', () => target.zenodo.bulkEdit(undefined as never)],
  ['"options" is missing; give an object such as { to: \'./data\' }.', () => target.zenodo.download('1', undefined as never)],
  ['"files.0" is "scan.xy"; give a file such as await fileFromPath(\'scan.xy\').', () => deposit({ files: ['scan.xy'] })],
  ['"files.0" is a promise; give a file such as await fileFromPath(\'scan.xy\').', () => deposit({ files: [Promise.resolve(file)] })],
  [
    '"access" is no part of a deposit; give it to drafts.create, and the id of that draft as "previous".',
    () => deposit({ access: { record: 'public', files: 'restricted' } }),
  ],
  ['"file" is "scan.xy"; give a file such as await fileFromPath(\'scan.xy\').', () => target.zenodo.files.upload('1', 'scan.xy' as never)],
  ['"query" is "coral"; give an object such as { q: \'coral reef\' }.', () => target.zenodo.records.search('coral' as never).next()],
  ['"query" is "coral"; give an object such as { q: \'coral reef\' }.', () => target.zenodo.records.list('coral' as never)],
  ['"query" is "coral"; give an object such as { q: \'coral reef\' }.', () => target.zenodo.funders.search('coral' as never).next()],
  ['"title" belongs into the metadata; give { metadata: { title: … } }.', () => target.zenodo.drafts.create({ title: 'Coral' } as never)],
  [
    '"draft" is missing; give an object such as { metadata: { title: \'Coral\' } }.',
    () => target.zenodo.drafts.update('1', undefined as never),
  ],
  ['"10.5281/zenodo.12" is no record id but a DOI; give the id alone, "12".', () => target.zenodo.records.get('10.5281/zenodo.12')],
  [
    '"https://zenodo.org/records/12" is no record id but an address; give the id alone, "12".',
    () => target.zenodo.records.get('https://zenodo.org/records/12'),
  ],
  ['The record id is the number 12; give it as text, "12".', () => target.zenodo.records.get(12 as never)],
  ['There is no record id; give one such as "1234567".', () => target.zenodo.records.get(undefined as never)],
  ['"x y" is no record id; give the id alone, such as "1234567".', () => target.zenodo.records.get('x y')],
])('%s', async (told, typed) => {
  const before = target.standIn.calls.length;
  await expect((async () => typed())()).rejects.toMatchObject({ code: 'configuration', message: told });
  expect(target.standIn.calls.length).toBe(before);
});

it('a file or folder that is not there is told by its path', async () => {
  const absent = path.join(folder, 'scan.xy');
  const told = { code: 'ENOENT', message: `There is no ${absent}; check the path and where the program runs.` };
  await expect(fileFromPath(absent)).rejects.toMatchObject(told);
  await expect(packFolder(absent)).rejects.toMatchObject(told);
});
