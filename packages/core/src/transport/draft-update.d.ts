import type { Settings } from '../options.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { Draft, RecordId } from '../types/record.ts';
import type { Caller } from './caller.ts';
/**
 * Reads a draft, merges a change into the whole of it, and writes that under its revision. A write that loses a race is
 * read and merged again, unless `ifRevision` is given; writes to one draft go one after another.
 *
 * Zenodo answers a lost race with 412, or with 400 "Invalid value …" as it does for an unknown vocabulary id; the
 * latter is therefore tried {@link invalidValueRaces} more times before it is believed.
 */
export declare function updateDraft(settings: Settings, caller: Caller, id: RecordId, change: DraftChange | ((draft: Draft) => DraftChange), options?: CallOptions): Promise<Draft>;
