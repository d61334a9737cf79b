/**
 * What a dotted path leads to, through own properties of plain objects and indexes of arrays only: data from outside
 * never reaches a prototype.
 */
export function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[key];
  }, root);
}
