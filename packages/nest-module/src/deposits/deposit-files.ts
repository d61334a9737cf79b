import { type FileSource, fileFromPath } from '@zenodo-connect/core';
import type { JobFile } from './job.ts';

const scheme = 'path:';

/**
 * Opens `path:/where/it/is`. Nothing is hashed again: what Zenodo stored is compared with the MD5 that the job knows, so a
 * file that changed on disk since is noticed before anything is published.
 */
export async function openPathRef({ key, ref, size, md5 }: JobFile): Promise<FileSource> {
  if (!ref.startsWith(scheme)) {
    throw new Error(`The file "${key}" has the ref "${ref}", which is no path. Give the module an openFile that knows such refs.`);
  }
  const source = await fileFromPath(ref.slice(scheme.length), { key, hash: false, knownMd5: md5 });
  if (source.size !== size) {
    throw new Error(`The file "${key}" had ${size} bytes when it was taken and has ${source.size} now; take it again.`);
  }
  return source;
}
