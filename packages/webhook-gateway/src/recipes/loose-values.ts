/** Reading JSON that others wrote: what is not of the wanted kind is not there. */
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

export const treeIn = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;

/** A list, or the one value that stands for it. */
export const listIn = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The object without what is undefined or an empty list. */
export function compact(tree: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(tree).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

/** A person as Zenodo has it, by `Curie, Marie`, or by `Marie Curie`. */
export function personOf(
  name: string,
  { given, family, orcid }: { given?: string | undefined; family?: string | undefined; orcid?: string | undefined } = {},
) {
  const [last, first] = name.includes(',') ? name.split(',', 2).map((part) => part.trim()) : splitAtLastSpace(name);
  const identifiers = orcid === undefined ? undefined : [{ scheme: 'orcid', identifier: orcid }];
  return compact({ type: 'personal', family_name: family ?? last, given_name: given ?? first, identifiers });
}

function splitAtLastSpace(name: string): readonly [string, string | undefined] {
  const at = name.trim().lastIndexOf(' ');
  return at < 0 ? [name.trim(), undefined] : [name.slice(at + 1).trim(), name.slice(0, at).trim()];
}

/** The bare ORCID of an address or of itself; undefined when it is none. */
export const orcidIn = (value: unknown): string | undefined => /(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/.exec(textIn(value) ?? '')?.[1];
