import { ensureFileLimits, type FileSource, fileFromStream } from '@zenodo-connect/core/portable';
import type { IBinaryData } from 'n8n-workflow';
import { inWordsOfTheForm } from './errors.ts';
import { inMemory, writtenFiles } from './text-files.ts';
import type { Turn } from './turn.ts';

/**
 * The files in the named binary fields of the item and those written in the form, checked before the first byte is sent:
 * 100 files and 50 GB with those that the record has already.
 *
 * @param hashFirst - reads each file once now, so that its MD5 is known before the upload
 */
export async function inputFiles(turn: Turn, { hashFirst }: { readonly hashFirst: boolean }): Promise<FileSource[]> {
  const fields = fieldNames(turn);
  const written = writtenFiles(turn);
  if (fields.length + written.length === 0)
    turn.refuse(
      'There is no file to upload',
      "Name the binary fields of this item in 'Input Binary Fields', or add the option 'Text Files'",
    );
  const files: FileSource[] = [];
  const take = async (file: FileSource, place: string) => {
    const refusal = await refusalOf([...files, file], place);
    if (refusal) turn.refuse(refusal.message, refusal.description);
    files.push(file);
  };
  for (const field of fields) {
    const binary = turn.context.helpers.assertBinaryData(turn.itemIndex, field);
    await take(await inputFile(turn, field, binary), `field '${field}'`);
  }
  for (const [place, file] of written.entries()) await take(file, `row ${place + 1} of 'Text Files'`);
  // Only now, since reading 50 GB to learn that they are too many would take minutes.
  return hashFirst ? Promise.all(files.map((file) => hashed(turn, file))) : files;
}

function fieldNames(turn: Turn): string[] {
  const names = turn.text('binaryFields');
  if (names === '*') return Object.keys(turn.context.getInputData()[turn.itemIndex]?.binary ?? {});
  return [...new Set(names.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}

async function refusalOf(files: readonly FileSource[], place: string): Promise<{ message: string; description: string } | undefined> {
  const last = files.at(-1);
  if (last?.size === 0)
    return { message: `The file '${last.key}' is empty`, description: `Zenodo takes no empty files. It is in ${place}.` };
  if (files.slice(0, -1).some(({ key }) => key === last?.key))
    return { message: `Two files are called '${last?.key}'`, description: 'In one record each file needs a name of its own' };
  const refused = await Promise.resolve(files)
    .then(ensureFileLimits)
    .then(
      () => undefined,
      (error: unknown) => error as Error,
    );
  return (
    refused && {
      message: inWordsOfTheForm(refused.message),
      description: 'Pack them into an archive, or divide them among several records',
    }
  );
}

/** n8n keeps a file outside the item under an id, or inside it as base64. */
async function inputFile({ context }: Turn, field: string, binary: IBinaryData): Promise<FileSource> {
  const key = binary.fileName?.trim() || (binary.fileExtension ? `${field}.${binary.fileExtension}` : field);
  const { id } = binary;
  if (id === undefined) return inMemory(key, Buffer.from(binary.data, 'base64'));
  const { fileSize: size } = await context.helpers.getBinaryMetadata(id);
  if (size === 0) return { key, size, open: () => ({ body: Buffer.alloc(0), md5: () => '', close() {} }) };
  return fileFromStream(key, size, () => context.helpers.getBinaryStream(id));
}

/** The same file with its MD5, for which it is read once: an opened file sums up what is read of it. */
export async function hashed(turn: Turn, file: FileSource): Promise<FileSource> {
  if (file.knownMd5 !== undefined) return file;
  const opened = await file.open();
  try {
    const chunks = (opened.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    while (!(await chunks.next()).done) turn.call.signal?.throwIfAborted();
    return { ...file, knownMd5: await opened.md5() };
  } finally {
    await opened.close();
  }
}
