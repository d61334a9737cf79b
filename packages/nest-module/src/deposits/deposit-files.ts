import { type FileSource, fileFromPath } from '@zenodo-connect/core';
import type { JobFile } from './job.ts';

const scheme = 'path:';

/**
 * Opens `path:/where/it/is`. The MD5 that the job knows lets an equal file on Zenodo be skipped; what is sent is hashed
 * all the same, so a file that changed on disk since is noticed before anything is published.
 */
export async function openPathRef({ key, ref, size, md5 }: JobFile): Promise<FileSource> {
  if (!ref.startsWith(scheme)) {
    throw new Error(`The file "${key}" has the ref "${ref}", which is no path. Give the module an openFile that knows such refs.`);
  }
  const source = await fileFromPath(ref.slice(scheme.length), { key });
  if (source.size !== size) {
    throw new Error(`The file "${key}" had ${size} bytes when it was taken and has ${source.size} now; take it again.`);
  }
  return { ...source, open: () => source.open(), knownMd5: md5 };
}
