import { createHash } from 'node:crypto';
import type { FileSource } from '@zenodo-connect/core/portable';
import type { Turn } from './turn.ts';

/**
 * The idempotency key of an item that brings none of its own: workflow, node, what it is about, and name and MD5 of each file.
 *
 * So a repeated execution, by hand or by n8n's own retry, meets the same key, whenever it runs; another file, or the
 * same name with other bytes, is another deposit. Corrected metadata under the same title go to the same draft. The
 * node is known by its id, which a new name does not change and a copy does not share.
 */
export function contentKey(turn: Turn, about: string | undefined, files: readonly FileSource[]): string {
  const contents = files.map(({ key, size, knownMd5 }) => JSON.stringify([key, size, knownMd5])).sort();
  return keyOf([...placeOf(turn), about, contents]);
}

/** Where there are no files to tell one thing from another: a repetition within the execution meets the same key, another execution does not. */
export function executionKey(turn: Turn): string {
  return keyOf([...placeOf(turn), turn.context.getExecutionId(), turn.itemIndex]);
}

const placeOf = ({ context }: Turn) => [context.getWorkflow().id, context.getNode().id];

const keyOf = (identity: readonly unknown[]): string => `n8n/${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`;
