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
}

/** The caller's own: drafts and records in one list. `is_published` tells them apart. */
export type OwnRecord = Draft | ZenodoRecord;
