import { createHash } from 'node:crypto';
import type { FileSource, OpenedFile } from '@zenodo-connect/core/portable';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

type NodeStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A file of an item, as core deposits it. */
export interface InputFile extends FileSource {
  /** The binary field that it comes from. */
  readonly field: string;
}

/** Zenodo takes no more in one record. */
const maxFiles = 100;
const maxBytes = 50_000_000_000;

/**
 * The files in the named binary fields of an item, checked before the first byte is sent.
 *
 * @param names field names separated by commas, or `*` for all fields of the item
 * @param hashFirst reads each file once now, so that its MD5 is known before the deposit
 */
export async function inputFiles(
  context: IExecuteFunctions,
  itemIndex: number,
  names: string,
  { hashFirst }: { hashFirst: boolean },
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const field of fieldNames(context, itemIndex, names)) {
    const binary = context.helpers.assertBinaryData(itemIndex, field);
    files.push(await inputFile(context, field, binary, hashFirst));
  }
  const refusal = refusalOf(files);
  if (refusal) throw new NodeOperationError(context.getNode(), refusal.message, { itemIndex, description: refusal.description });
  return files;
}

function fieldNames(context: IExecuteFunctions, itemIndex: number, names: string): string[] {
  if (names.trim() === '*') return Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
  return [...new Set(names.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}

function refusalOf(files: readonly InputFile[]): { message: string; description: string } | undefined {
  if (files.length === 0)
    return { message: 'There is no file to deposit', description: "Name the binary fields of this item in 'Input Binary Fields'" };
  const empty = files.find((file) => file.size === 0);
  if (empty)
    return { message: `The file '${empty.key}' is empty`, description: `Zenodo takes no empty files. It is in field '${empty.field}'.` };
  const keys = files.map((file) => file.key);
  const twice = files.find((file, index) => keys.indexOf(file.key) !== index);
  if (twice) return { message: `Two files are called '${twice.key}'`, description: 'In one record each file needs a name of its own' };
  if (files.length > maxFiles)
    return {
      message: `There are ${files.length} files, and a record takes ${maxFiles}`,
      description: 'Pack them into an archive, such as a ZIP',
    };
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > maxBytes)
    return {
      message: `The files hold ${Math.ceil(bytes / 1e9)} GB, and a record takes 50 GB`,
      description: 'Divide them among several records',
    };
  return undefined;
}

/** n8n keeps a file outside the item under an id, or inside it as base64. */
async function inputFile(context: IExecuteFunctions, field: string, binary: IBinaryData, hashFirst: boolean): Promise<InputFile> {
  const key = binary.fileName?.trim() || (binary.fileExtension ? `${field}.${binary.fileExtension}` : field);
  const { id } = binary;
  if (id === undefined) {
    const bytes = Buffer.from(binary.data, 'base64');
    const md5 = createHash('md5').update(bytes).digest('hex');
    return { field, key, size: bytes.length, knownMd5: md5, open: () => ({ body: bytes, md5: () => md5, close() {} }) };
  }
  const { fileSize: size } = await context.helpers.getBinaryMetadata(id);
  const open = () => context.helpers.getBinaryStream(id);
  if (!hashFirst) return { field, key, size, open: async () => hashedOnItsWay(await open()) };
  const md5 = await md5Of(await open(), context.getExecutionCancelSignal());
  return { field, key, size, knownMd5: md5, open: async () => hashedBefore(await open(), md5) };
}

async function md5Of(stream: NodeStream, cancelled: AbortSignal | undefined): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of stream) {
    cancelled?.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

const hashedBefore = (stream: NodeStream, md5: string): OpenedFile => ({
  body: stream,
  md5: () => md5,
  close: () => void stream.destroy(),
});

/** The stream feeds the request and the hash at once; a hash is a writable stream itself, so no module for streams is needed. */
function hashedOnItsWay(stream: NodeStream): OpenedFile {
  const hash = createHash('md5').setEncoding('hex');
  const md5 = new Promise<string>((resolve) => {
    hash.once('readable', () => resolve(String(hash.read())));
  });
  stream.pipe(hash);
  // The request attaches later: until then nothing may flow, or it would miss the beginning.
  stream.pause();
  return {
    body: stream,
    // A stream that was not read to its end has no sum; the empty one differs from every other.
    md5: () => (stream.readableEnded ? md5 : ''),
    close: () => void stream.destroy(),
  };
}
