import { ConfigurationError } from '../errors/configuration-error.ts';
import type { DraftInput } from '../types/draft-input.ts';
import { listIn, orcidIn, type Tree, treeIn } from './loose-values.ts';

/** A description in another format, as Zenodo's own. */
export interface Conversion {
  /** For `drafts.create`; its `metadata` for `deposit`. Nothing is filled in that was not there. */
  readonly draft: DraftInput;
  /** Slugs of the communities that it names. They are no part of a draft: submit it, or ask for inclusion. */
  readonly communities: readonly string[];
  /** What could not be taken over, or not as it was. */
  readonly losses: readonly Loss[];
}

export interface Loss {
  /** A path in the format that was read, such as `contributors.0.type`. */
  readonly field: string;
  /** One plain sentence. */
  readonly message: string;
}

/** Reads values of a foreign format, and remembers what was of no use. */
export class Reading {
  readonly losses: Loss[] = [];

  lose(field: string, message: string): undefined {
    this.losses.push({ field, message: `"${field}" ${message}` });
    return undefined;
  }

  /** A text without the space around it; undefined for nothing, an empty one and what is none. */
  text(field: string, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.lose(field, 'is no text, and is left out.');
    return value.trim() || undefined;
  }

  /** The bare ORCID in a text. */
  orcid(field: string, text: string | undefined): string | undefined {
    return text === undefined ? undefined : (orcidIn(text) ?? this.lose(field, 'is no ORCID, and is left out.'));
  }

  /** Says of each of these fields that is there that a record has no place of that name. */
  leaveOut(tree: Tree, fields: readonly string[]): void {
    for (const field of fields) if (listIn(tree[field]).length > 0) this.lose(field, 'is left out; a record says it in words of its own.');
  }

  /** What becomes of each item of a list; one item without a list stands for itself. */
  each<Item>(field: string, value: unknown, turn: (item: unknown, at: string) => Item | undefined): readonly Item[] {
    if (value === undefined || value === null) return [];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item, index) => turn(item, `${field}.${index}`) ?? []);
  }

  /** The same for a list of objects. */
  eachTree<Item>(field: string, value: unknown, turn: (item: Tree, at: string) => Item | undefined): readonly Item[] {
    return this.each(field, value, (item, at) => {
      const tree = treeIn(item);
      return tree ? turn(tree, at) : this.lose(at, 'is no object, and is left out.');
    });
  }
}

/** @throws {ConfigurationError} it is no object */
export function ensureTree(what: string, value: unknown): Tree {
  const tree = treeIn(value);
  if (tree) return tree;
  throw new ConfigurationError(`${what} has to be a JSON object; give what JSON.parse makes of the file.`);
}
