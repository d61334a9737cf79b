/** JSON that others wrote. */
export type Tree = Readonly<{ [name: string]: unknown }>;

/** Reading JSON that others wrote: what is not of the wanted kind is not there. */
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

export const treeIn = (value: unknown): Tree | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;

/** A list, or the one value that stands for it. */
export const listIn = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

type Compact<Whole> = { -readonly [Field in keyof Whole]?: Exclude<Whole[Field], undefined> };

/** The object without what is undefined or an empty list. */
export function compact<Whole extends object>(tree: Whole): Compact<Whole> {
  const held = Object.entries(tree).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(held) as Compact<Whole>;
}

/** The bare ORCID of an address or of itself; undefined when it is none. */
export const orcidIn = (value: unknown): string | undefined => /(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/.exec(textIn(value) ?? '')?.[1];
