import type { Identifier } from '../types/metadata.ts';
/**
 * What a draft carries so that its deposit finds it again: `urn:zenodo-connect:` and 32 hex digits of the SHA-256 of
 * account and key, as a JSON list so that no two pairs meet.
 */
export declare function depositUrn(account: string, key: string): string;
export declare function isDepositUrn(identifier: string): boolean;
/** The deposit keys among the identifiers of a draft or record, in their order. */
export declare function depositUrnsOf(identifiers: readonly Identifier[] | undefined): string[];
