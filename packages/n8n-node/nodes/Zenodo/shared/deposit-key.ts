import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { InputFile } from './input-files.ts';

/**
 * The idempotency key of an item that brings none of its own: workflow, node, title, and name and MD5 of each file.
 *
 * So a repeated execution, by hand or by n8n's own retry, meets the same key, whenever it runs; another file, or the
 * same name with other bytes, is another deposit. Corrected metadata under the same title go to the same draft. The
 * node is known by its id, which a new name does not change and a copy does not share.
 */
export function defaultKey(context: IExecuteFunctions, title: string | undefined, files: readonly InputFile[]): string {
  const contents = files.map(({ key, size, knownMd5 }) => JSON.stringify([key, size, knownMd5])).sort();
  const identity = [context.getWorkflow().id, context.getNode().id, title, contents];
  return `n8n/${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`;
}
