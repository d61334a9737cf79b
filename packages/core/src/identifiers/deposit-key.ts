import { createHash } from 'node:crypto';
import type { Identifier } from '../types/metadata.ts';

const prefix = 'urn:zenodo-connect:';

/**
 * What a draft carries so that its deposit finds it again: `urn:zenodo-connect:` and 32 hex digits of the SHA-256 of
 * account and key, as a JSON list so that no two pairs meet.
 */
export function depositUrn(account: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([account, key]))
    .digest('hex');
  return prefix + digest.slice(0, 32);
}

export function isDepositUrn(identifier: string): boolean {
  return identifier.startsWith(prefix) && /^[0-9a-f]{32}$/.test(identifier.slice(prefix.length));
}

/** The deposit keys among the identifiers of a draft or record, in their order. */
export function depositUrnsOf(identifiers: readonly Identifier[] | undefined): string[] {
  return (identifiers ?? []).map(({ identifier }) => identifier).filter(isDepositUrn);
}
