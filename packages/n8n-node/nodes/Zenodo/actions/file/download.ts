import { createHash } from 'node:crypto';
import { ChecksumError, type FileEntry, fileGlob } from '@zenodo-connect/core/portable';
import type { INodeExecutionData } from 'n8n-workflow';
import { type Owner, ownerOf } from '../../shared/file-owner.ts';
import { simplifiedFile } from '../../shared/output.ts';
import { streamOf } from '../../shared/transport.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Downloads the files that fit, one item each. A connection that breaks is opened again for the rest of the file. */
export const execute: Operation = async (turn) => {
  const pattern = turn.needed('files', 'Files');
  const field = turn.optionText('outputField') ?? 'data';
  const fits = pattern === '*' ? () => true : fileGlob(pattern);
  const owner = await ownerOf(turn);
  const chosen = owner.entries.filter(({ key, status }) => fits(key) && status !== 'pending');
  if (chosen.length === 0)
    turn.refuse(
      `No file of ${owner.id} fits '${pattern}'`,
      owner.entries.length === 0 ? 'It has no files' : `Its files are ${names(owner)}`,
    );
  const items: INodeExecutionData[] = [];
  for (const entry of chosen) {
    const bytes = streamOf(verified(turn, owner, entry));
    const binary = await turn.context.helpers.prepareBinaryData(bytes, entry.key, entry.mimetype);
    const json = { ...simplifiedFile(owner.id, entry), verified: entry.checksum?.startsWith('md5:') ?? false };
    items.push({ json, binary: { [field]: binary }, pairedItem: { item: turn.itemIndex } });
  }
  return items;
};

/** The bytes of a file, which end with an error when they are not those that Zenodo lists. */
async function* verified({ zenodo, call }: Turn, { id, isDraft }: Owner, { key, checksum }: FileEntry) {
  const hash = createHash('md5');
  // The list says which bytes are meant; what the answer says of itself would be a second sum of the same.
  const given = { ...call, verify: false };
  for await (const chunk of isDraft ? zenodo.files.bytes(id, key, given) : zenodo.records.bytes(id, key, given)) {
    hash.update(chunk);
    yield chunk;
  }
  const md5 = `md5:${hash.digest('hex')}`;
  if (checksum?.startsWith('md5:') && checksum !== md5) throw new ChecksumError(key, 'received', checksum, md5);
}

function names({ entries }: Owner): string {
  const first = entries.slice(0, 5).map(({ key }) => `'${key}'`);
  return `${first.join(', ')}${entries.length > 5 ? ` and ${entries.length - 5} more` : ''}`;
}
