import { createHash } from 'node:crypto';
import type { FileSource } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import type { Turn } from './turn.ts';

/** Files that are written in the form. An AI agent has no other way to bring one: n8n gives tools no binary fields. */
export const textFiles: INodeProperties = {
  displayName: 'Text Files',
  name: 'textFiles',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  placeholder: 'Add Text File',
  default: {},
  description: "Files beside those of the item, such as a README. When these are all, set 'Input Binary Fields' to *.",
  options: [
    {
      displayName: 'Text File',
      name: 'file',
      values: [
        {
          displayName: 'File Name',
          name: 'fileName',
          type: 'string',
          default: '',
          placeholder: 'e.g. README.md',
          description: 'The name of the file in the draft',
        },
        {
          displayName: 'Content',
          name: 'content',
          type: 'string',
          typeOptions: { rows: 4 },
          default: '',
          placeholder: 'e.g. Measured at 300 K',
          description: 'What the file says, as text',
        },
      ],
    },
  ],
};

/** The files that are written in the form. @throws {NodeOperationError} one has no name */
export function writtenFiles(turn: Turn): FileSource[] {
  const rows = turn.option<readonly { fileName?: unknown; content?: unknown }[]>('textFiles.file', []);
  return rows.map(({ fileName, content }, place) => {
    const key = String(fileName ?? '').trim();
    if (key === '') turn.refuse(`'File Name' of text file ${place + 1} is missing`, 'Fill it in, or check the expression in it');
    return inMemory(key, Buffer.from(String(content ?? '')));
  });
}

/** A file whose bytes are at hand. */
export function inMemory(key: string, bytes: Buffer): FileSource {
  const md5 = createHash('md5').update(bytes).digest('hex');
  return { key, size: bytes.length, knownMd5: md5, open: () => ({ body: bytes, md5: () => md5, close() {} }) };
}
