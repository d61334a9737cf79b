import { basename, extname, relative, sep } from 'node:path';

/** Where the name of the dataset is in a path. `recipe`: the recipe makes it. */
export type DatasetFrom = 'folder' | 'name' | 'recipe';

/**
 * What a path under a watched folder is called in a record. With `folder`, the first folder is the dataset, and folders
 * below it become part of the name, since a record has none: `S-1/run/1/fid` is `run__1__fid` of `S-1`.
 */
export function placeOf(root: string, path: string, from: DatasetFrom): { readonly dataset: string | undefined; readonly name: string } {
  const parts = relative(root, path).split(sep);
  if (from === 'folder' && parts.length > 1) return { dataset: parts[0], name: parts.slice(1).join('__') };
  const name = parts.join('__');
  return { dataset: from === 'name' ? basename(name, extname(name)) : undefined, name };
}
