import { createHash } from 'node:crypto';
import type { Statement } from '@zenodo-connect/nestjs';
import type { RecipeResult } from '../recipes/recipe.ts';
import { contentId, type InboxEntry } from '../tables/inbox.ts';
import type { ReceivedBody } from './receive.ts';

/** A file that was received whole, under its name in the record. */
export interface ArrivedFile {
  readonly name: string;
  readonly body: ReceivedBody;
}

/** What a door hands to the intake: files that become one deposit. */
export interface Arrival {
  readonly route: string;
  /** One or more, in the order in which they came; no two under one name. */
  readonly files: readonly ArrivedFile[];
  readonly idempotencyKey: string | undefined;
  readonly recipe: RecipeResult;
  readonly receivedAt: Date;
  /** Written in the transaction that takes the files in, knowing the id of their job. */
  readonly also?: (jobId: string) => readonly Statement[];
}

interface ArrivalContent {
  readonly route: string;
  readonly dataset: string;
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
}

export const contentOf = ({ route, files, recipe: { dataset } }: Arrival): ArrivalContent => ({
  route,
  dataset,
  files: files.map(({ name, body }) => ({ file: name, sha256: body.sums.sha256 ?? '' })),
});

/**
 * The same files in the same dataset have the same id, in whichever order they came.
 *
 * @param again - what asked for these bytes once more: another id
 */
export function setId({ route, dataset, files }: ArrivalContent, again?: string): string {
  if (files.length === 1) return contentId({ route, dataset, ...files[0]! }, again);
  const parts = files.map(({ file, sha256 }) => contentId({ route, dataset, file, sha256 })).sort();
  return createHash('sha256')
    .update(`set:${parts.join()}:${again ?? ''}`)
    .digest('hex')
    .slice(0, 40);
}

/** Where each file stands in the inbox: a single one under the id of the set itself. */
export function entryIds({ route, dataset, files }: ArrivalContent, id: string): readonly string[] {
  return files.length === 1 ? [id] : files.map((file) => contentId({ route, dataset, ...file }, id));
}

export function isSame(entries: readonly InboxEntry[], { dataset, files }: ArrivalContent): boolean {
  const has = ({ file, sha256 }: ArrivalContent['files'][number]): boolean =>
    entries.some((entry) => entry.dataset === dataset && entry.file === file && entry.sha256 === sha256);
  return entries.length === files.length && files.every(has);
}

export async function dropBodies(files: readonly Pick<ArrivedFile, 'body'>[]): Promise<void> {
  await Promise.all(files.map(async ({ body }) => body.spoolFile?.drop()));
}
