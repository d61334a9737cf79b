import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { closest } from './closest.ts';

/** A YAML file that cannot be used: where, and what is expected there. */
export class YamlError extends Error {
  override name = 'YamlError';

  constructor(file: string, { line, col }: { readonly line: number; readonly col: number }, expected: string) {
    super(`${file}:${line}:${col}: ${expected}`);
  }
}

type Path = readonly PropertyKey[];

/** YAML 1.2 core: no tags, no merge keys, no anchors, no key twice; what looks like a date is text, `no` is text. */
export class YamlFile {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  /** @throws {YamlError} it cannot be parsed, or uses what is refused here */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      // Looked at below: the parser compares each key with each.
      uniqueKeys: false,
      lineCounter: this.#lines,
      prettyErrors: false,
    });
    const [fault] = [...this.#document.errors, ...this.#document.warnings];
    if (fault) throw this.#errorAtOffset(fault.pos[0], `${fault.message.split('\n')[0]}.`);
    this.#refuseExtras();
  }

  /**
   * @param meant - for keys that people bring from elsewhere, by their path without places of lists: what to write instead
   * @throws {YamlError} at the first place that differs from the schema
   */
  check<T>(schema: z.ZodType<T>, knownKeys: readonly string[], meant: Readonly<Record<string, string>> = {}): T {
    const result = schema.safeParse(this.#document.toJS());
    if (result.success) return result.data;
    // A mistyped key is also a missing one; the typing mistake is what helps.
    const issues = result.error.issues;
    throw this.#errorOfIssue(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!, knownKeys, meant);
  }

  /** @throws {YamlError} a text has `${NAME}` in it, as other programs fill in from the environment and this one does not */
  refuseVariables(): void {
    visit(this.#document, {
      Scalar: (_key, { value, range }) => {
        const [variable] = (typeof value === 'string' && /\$\{\w+\}/.exec(value)) || [];
        if (variable)
          throw this.#errorAtOffset(range?.[0] ?? 0, `${variable} is not filled in here; write the value, or name a file with it.`);
      },
    });
  }

  /** An error at the value that the path leads to. */
  errorAt(path: Path, expected: string): YamlError {
    return this.#errorAtOffset(this.#nodeAt(path)?.range?.[0] ?? 0, expected);
  }

  /** An error at a key of the map that the path leads to. */
  errorAtKey(path: Path, key: string, expected: string): YamlError {
    return this.#errorAtOffset(this.#keyOffset(path, key), expected);
  }

  #errorOfIssue(issue: z.core.$ZodIssue, knownKeys: readonly string[], meant: Readonly<Record<string, string>>): YamlError {
    const where = issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'the file';
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? '';
      const path = [...issue.path.filter((part) => typeof part !== 'number'), key].join('.');
      const advice = Object.hasOwn(meant, path) ? `"${key}" is not a key here; ${meant[path]}` : unknownKey(key, knownKeys);
      return this.errorAtKey(issue.path, key, advice);
    }
    return this.errorAt(issue.path, `${where}: ${issue.message}.`);
  }

  #keyOffset(path: Path, key: string): number {
    const node = this.#nodeAt(path);
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    return (pair?.key as Node | undefined)?.range?.[0] ?? 0;
  }

  /** The value at the path, or its nearest parent when something is missing there. */
  #nodeAt(path: Path): Node | undefined {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (node) return node as Node;
    }
    return this.#document.contents ?? undefined;
  }

  #errorAtOffset(offset: number, expected: string): YamlError {
    return new YamlError(this.#file, this.#lines.linePos(offset), expected);
  }

  #refuseExtras(): void {
    visit(this.#document, {
      Map: (_key, node) => {
        const names = new Set<unknown>();
        for (const { key } of node.items) {
          const name = isScalar(key) ? key.value : undefined;
          if (name !== undefined && names.has(name))
            throw this.#errorAtOffset((key as Node).range?.[0] ?? 0, `the key "${String(name)}" is there twice; write it once.`);
          names.add(name);
        }
      },
      Alias: (_key, node) => {
        throw this.#errorAtOffset(node.range?.[0] ?? 0, 'an alias (*name) is not taken here; write the value out.');
      },
      Node: (_key, node) => {
        if (node.tag) throw this.#errorAtOffset(node.range?.[0] ?? 0, `a tag (${node.tag}) is not taken here; write a plain value.`);
      },
      Pair: (_key, pair) => {
        if (isPair(pair) && isScalar(pair.key) && pair.key.value === '<<')
          throw this.#errorAtOffset(pair.key.range?.[0] ?? 0, 'a merge key (<<) is not taken here; write the keys out.');
      },
    });
  }
}

export function unknownKey(key: string, knownKeys: readonly string[]): string {
  const meant = closest(key, knownKeys);
  return `"${key}" is not a key here${meant ? `; did you mean "${meant}"?` : `; known are ${knownKeys.join(', ')}.`}`;
}
