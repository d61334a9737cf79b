import type { Failure } from './sqlite-protocol.ts';
import { StoreError } from './store-errors.ts';

/** The sentence for a database that a newer version has changed; undefined when all that was applied is known. */
export function foreignSchema(
  where: string,
  owner: string,
  applied: readonly string[],
  migrations: readonly { readonly name: string }[],
): Failure | undefined {
  const foreign = applied.find((name, position) => migrations[position]?.name !== name);
  if (foreign === undefined) return undefined;
  const message = `The database ${where} holds the change "${foreign}" of ${owner}, which this version does not know at that place: a newer version wrote it. Start that version, or restore the backup made before it.`;
  return { problem: 'newer_schema', message };
}

/** @throws {StoreError} `newer_schema` */
export function refuseForeignSchema(...args: Parameters<typeof foreignSchema>): void {
  const failure = foreignSchema(...args);
  if (failure) throw new StoreError('newer_schema', failure.message);
}
