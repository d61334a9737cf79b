import { canonical, digestOf } from '../identifiers/digest.ts';
import type { FieldChange } from '../types/bulk-edit.ts';
import type { DraftChange } from '../types/draft-input.ts';
import { idsOnly } from '../types/ids-only.ts';
import type { OwnRecord } from '../types/page.ts';

const blocks = ['metadata', 'custom_fields', 'access', 'files', 'pids'] as const;

/** What of a change is news to a record, field by field. Titles of vocabulary entries do not count. */
export function changesOf(record: OwnRecord, change: DraftChange): FieldChange[] {
  return blocks.flatMap((block) =>
    Object.entries(change[block] ?? {}).flatMap(([name, wanted]) => {
      const field = `${block}.${name}`;
      const [before, after] = [idsOnly(valueAt(record, field)), idsOnly(wanted)];
      if (canonical(before) === canonical(after)) return [];
      return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
    }),
  );
}

/** A record's values of some fields, as one digest. */
export function valuesDigest(record: OwnRecord, fields: readonly string[]): string {
  return digestOf(fields.map((field) => idsOnly(valueAt(record, field)) ?? null));
}

/** The digest that these changes are to lead to. */
export function changedDigest(changes: readonly FieldChange[]): string {
  return digestOf(changes.map(({ after }) => after ?? null));
}

/** True when a draft differs from its record in fields that are not among these. */
export function differsBeyond(draft: OwnRecord, record: OwnRecord, changes: readonly FieldChange[]): boolean {
  const ours = new Map(changes.map(({ field, after }) => [field, canonical(after)]));
  const names = (one: OwnRecord) => [
    ...Object.keys(one.metadata).map((name) => `metadata.${name}`),
    ...Object.keys(one.custom_fields ?? {}).map((name) => `custom_fields.${name}`),
  ];
  const fields = new Set([...names(draft), ...names(record), 'access.record', 'access.files', 'files.default_preview']);
  return [...fields].some((field) => {
    const there = canonical(idsOnly(valueAt(draft, field)) ?? null);
    return there !== canonical(idsOnly(valueAt(record, field)) ?? null) && there !== (ours.get(field) ?? there + 1);
  });
}

function valueAt(record: OwnRecord, field: string): unknown {
  const [block = '', name = ''] = field.split(/\.(.*)/s);
  return (record[block as (typeof blocks)[number]] as Readonly<Record<string, unknown>> | undefined)?.[name];
}
