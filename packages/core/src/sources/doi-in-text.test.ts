import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../node/file-from-buffer.ts';
import type { FileSource } from '../types/file-source.ts';
import { doiInText } from './doi-in-text.ts';
import { fileFromStream } from './file-from-stream.ts';

async function textOf(source: FileSource): Promise<string> {
  const { body } = await source.open();
  return Buffer.from(body as Uint8Array).toString();
}

const withDoi = async (text: string, options?: object) =>
  (await doiInText(fileFromBuffer('CITATION.cff', text), options)).withDoi!('10.5281/zenodo.1');
const refused = (message: string) => expect.objectContaining({ code: 'configuration', message: expect.stringContaining(message) });

describe('a text with a place for the DOI', () => {
  it('has the DOI at each place, with its true size and MD5', async () => {
    const source = await withDoi('doi: {{doi}}\nurl: https://doi.org/{{ doi }} é\n');
    expect(await textOf(source)).toBe('doi: 10.5281/zenodo.1\nurl: https://doi.org/10.5281/zenodo.1 é\n');
    expect(source).toMatchObject({ key: 'CITATION.cff', size: Buffer.byteLength(await textOf(source)) });
    expect(source.knownMd5).toBe(fileFromBuffer('x', await textOf(source)).knownMd5);
  });

  it('keeps its byte order mark and line ends', async () => {
    expect(await textOf(await withDoi('\uFEFF{{doi}}\r\n'))).toBe('\uFEFF10.5281/zenodo.1\r\n');
  });

  it('is the same each time it is made', async () => {
    expect((await withDoi('{{doi}}')).knownMd5).toBe((await withDoi('{{doi}}')).knownMd5);
  });

  it('has the concept DOI where it is known', async () => {
    expect(await textOf(await withDoi('{{concept_doi}} {{doi}}', { conceptDoi: '10.5281/zenodo.0' }))).toBe(
      '10.5281/zenodo.0 10.5281/zenodo.1',
    );
  });

  it('has the concept DOI that a deposit knows', async () => {
    const source = await doiInText(fileFromBuffer('CITATION.cff', '{{concept_doi}} {{doi}}'));
    expect(source.needsConceptDoi).toBe(true);
    expect(await textOf(source.withDoi!('10.5281/zenodo.1', '10.5281/zenodo.0'))).toBe('10.5281/zenodo.0 10.5281/zenodo.1');
    expect(() => source.withDoi!('10.5281/zenodo.1')).toThrow('known once a first version is published');
  });

  it('can come from a stream', async () => {
    const bytes = async function* () {
      yield Buffer.from('{{d');
      yield Buffer.from('oi}}');
    };
    const source = await doiInText(fileFromStream('README.md', 7, bytes));
    expect(await textOf(source.withDoi!('10.5281/zenodo.1'))).toBe('10.5281/zenodo.1');
  });
});

it.each<[string, Uint8Array | string, object, string]>([
  ['a text without a place', 'doi: none', {}, 'no place for a DOI'],
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), {}, 'no text in UTF-8'],
  ['a binary file', 'a\0{{doi}}', {}, 'no text in UTF-8'],
  ['a text beyond the limit', '{{doi}}'.repeat(10), { limitBytes: 69 }, 'has 70 bytes'],
  ['a concept DOI that is none', '{{concept_doi}}', { conceptDoi: 'soon' }, 'is no DOI'],
])('%s is refused', async (_, content, options, message) => {
  await expect(doiInText(fileFromBuffer('CITATION.cff', content), options)).rejects.toEqual(refused(message));
});
