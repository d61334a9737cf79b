/** Entries of vocabularies come with their titles and go back as ids alone. */
export function idsOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(idsOnly);
  if (typeof value !== 'object' || value === null) return value;
  if ('id' in value && typeof value.id === 'string') return { id: value.id };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, idsOnly(item)]));
}

export function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
