import { type FileSource, fileFromBuffer, fileFromPath } from '@zenodo-connect/core';
import type { JobFile } from '@zenodo-connect/nestjs';
import type { Inbox } from '../tables/inbox.ts';
import type { Spool } from './spool.ts';

/** Opens what the intake stored: `inbox:<id>`. Its MD5 was computed while it came in and is not computed again. */
export async function openInboxFile({ key, ref }: JobFile, inbox: Inbox, spool: Spool): Promise<FileSource> {
  const entry = ref.startsWith('inbox:') ? await inbox.find(ref.slice('inbox:'.length)) : undefined;
  if (!entry) throw new Error(`The file "${key}" is not in the inbox any more (${ref}); send it again.`);
  if (entry.body) return fileFromBuffer(key, entry.body);
  if (entry.spool === undefined)
    throw new Error(`The bytes of "${key}" are not kept here any more, since Zenodo holds them; send the file again if it is needed.`);
  const source = await fileFromPath(spool.path(entry.spool), { key, hash: false, knownMd5: entry.md5 });
  return {
    ...source,
    open: async () => {
      const opened = await source.open();
      return { body: opened.body, md5: () => entry.md5, close: () => opened.close() };
    },
  };
}
