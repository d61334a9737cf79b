import type { FieldChange } from '../types/bulk-edit.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { OwnRecord } from '../types/page.ts';
/** What of a change is news to a record, field by field. Titles of vocabulary entries do not count. */
export declare function changesOf(record: OwnRecord, change: DraftChange): FieldChange[];
/** A record's values of some fields, as one digest. */
export declare function valuesDigest(record: OwnRecord, fields: readonly string[]): string;
/** The digest that these changes are to lead to. */
export declare function changedDigest(changes: readonly FieldChange[]): string;
/** True when a draft differs from its record in fields that are not among these. */
export declare function differsBeyond(draft: OwnRecord, record: OwnRecord, changes: readonly FieldChange[]): boolean;
