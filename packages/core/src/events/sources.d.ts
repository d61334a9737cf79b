import type { RecordId } from '../types/record.ts';
/** Where changes are looked for. Each is one list, whatever it holds: ten records or a hundred thousand cost the same calls. */
export type WatchSource = 
/** The account's own drafts and records; needs a token. Also tells when the account is refused. */
{
    readonly kind: 'own';
}
/** The records of a community, by slug or id: what is taken in and removed, and all that happens to them. */
 | {
    readonly kind: 'community';
    readonly community: string;
}
/** What a search finds. Without `q` it is all of Zenodo. */
 | {
    readonly kind: 'query';
    readonly q?: string;
}
/** All versions of these concepts (parent ids). */
 | {
    readonly kind: 'concepts';
    readonly ids: readonly RecordId[];
}
/** A set of OAI-PMH such as `user-<community>`, or all of it: each change costs one call more, to read the record. */
 | {
    readonly kind: 'oai';
    readonly set?: string;
}
/** Requests to bring records into communities: the account's own, or those to a community that it curates. */
 | {
    readonly kind: 'requests';
    readonly community?: string;
}
/** DataCite, for these DOIs, and for those of whatever the other sources see published or deleted. */
 | {
    readonly kind: 'datacite';
    readonly dois?: readonly string[];
};
/** How a source is called in what is stored; another one than before begins anew. */
export declare function keyOf(source: WatchSource): string;
/**
 * The sources with ids and DOIs as they are spelled.
 *
 * @throws {ConfigurationError} naming the source and what it may be
 */
export declare function checkedSources(sources: readonly WatchSource[]): readonly WatchSource[];
