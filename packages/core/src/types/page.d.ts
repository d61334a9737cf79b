import type { Links } from './file.ts';
import type { Draft, ZenodoRecord } from './record.ts';
/** One page of a list. */
export interface Page<Item> {
    readonly hits: {
        readonly hits: readonly Item[];
        /** Over all pages. */
        readonly total: number;
    };
    readonly links?: Links;
    /** The order that Zenodo chose or was asked for. */
    readonly sortBy?: string;
    /** Counts by facet, as Zenodo sends them. */
    readonly aggregations?: unknown;
}
/** What every list may be asked. */
export interface ListQuery {
    /** OpenSearch query string; a DOI in it has to be quoted. */
    readonly q?: string;
    /** `newest`, `oldest`, `bestmatch`; each list has some more. */
    readonly sort?: string;
    /** Items of one page, that is of one request. */
    readonly size?: number;
}
export interface SearchQuery extends ListQuery {
    /** Items of one page. Zenodo allows 100 with a token and 25 without, which are the defaults. */
    readonly size?: number;
    /** `bestmatch`, `newest`, `oldest`, `updated-desc`, `updated-asc`, `version`, `mostviewed`, … */
    readonly sort?: string;
    /** All versions rather than the latest of each concept. */
    readonly allVersions?: boolean;
    /** Facets by name, such as `{ resource_type: 'dataset', access_status: ['open'] }`. */
    readonly filters?: Readonly<{
        [facet: string]: string | readonly string[];
    }>;
}
/** For lists that are read to their end, over all pages. */
export interface SearchLimit {
    /** Ends after so many items. Default: all there are. */
    readonly limit?: number;
}
/** The caller's own: drafts and records in one list. `is_published` tells them apart. */
export type OwnRecord = Draft | ZenodoRecord;
