import { createHash } from 'node:crypto';

/** 32 hex digits that stand for a value of plain data, whatever the order of its fields. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);
}

/** JSON with the fields of objects in the order of their names. */
export function canonical(value: unknown): string {
  const ordered = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(ordered);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, part]) => [name, ordered(part)]),
    );
  };
  return JSON.stringify(ordered(value)) ?? 'undefined';
}
