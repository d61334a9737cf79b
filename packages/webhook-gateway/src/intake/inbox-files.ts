import { type FileSource, fileFromBuffer, fileFromPath } from '@zenodo-connect/core';
import type { JobFile } from '@zenodo-connect/nestjs';
import { bytesGone } from '../jobs/bytes-kept.ts';
import type { Inbox } from '../tables/inbox.ts';
import type { Spool } from './spool.ts';

const scheme = 'inbox:';

/** How a job's file names the inbox entry that holds its bytes. */
export const inboxRef = (id: string): string => `${scheme}${id}`;

/** The inbox entry that a job's file names. */
export const inboxIdOf = ({ ref }: Pick<JobFile, 'ref'>): string | undefined =>
  ref.startsWith(scheme) ? ref.slice(scheme.length) : undefined;

/** Opens what the intake stored. Its MD5 was computed while it came in and is not computed again. */
export async function openInboxFile(file: JobFile, inbox: Inbox, spool: Spool): Promise<FileSource> {
  const { key, ref } = file;
  const id = inboxIdOf(file);
  const entry = id === undefined ? undefined : await inbox.find(id);
  if (!entry) throw new Error(`The file "${key}" is not in the inbox any more (${ref}); send it again.`);
  if (entry.body) return fileFromBuffer(key, entry.body);
  // Opened when it is sent, and not before: what Zenodo has already needs no bytes, also when a backup was put back without them.
  return {
    key,
    size: entry.size,
    knownMd5: entry.md5,
    open: async () => {
      if (entry.spool === undefined || entry.releasedAt)
        throw Object.assign(new Error(`The bytes of "${key}" are not kept here any more; send the file again.`), { code: bytesGone });
      const path = spool.path(entry.spool);
      const opened = await (await fileFromPath(path, { key, hash: false, knownMd5: entry.md5 })).open();
      return { body: opened.body, md5: () => entry.md5, close: () => opened.close() };
    },
  };
}
