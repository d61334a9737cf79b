import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../config/gateway-config.ts';
import type { Recipe } from './recipe.ts';
import type { RecipeBook } from './recipe-book.ts';

interface Deps {
  readonly book: RecipeBook;
  readonly log: (line: LogLine) => void;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Throws what is wrong with new recipes besides themselves. */
  readonly check?: (recipes: readonly Recipe[]) => void;
  /** Called after each reading that changed something, or could not. */
  readonly changed?: (problem: string | undefined) => void;
}

/** Takes changed recipes over while the gateway runs. Looks at times and sizes, since not every disk tells of changes. */
export class RecipeWatch {
  readonly #deps: Deps;
  #seen: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #stopped = false;
  /** Why the recipes of the folder are not those at work; undefined when they are. */
  problem: string | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#seen = await signatureOf(this.#deps.book.folder);
    this.#next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** Looks now. A half-written file is one more broken reading, and is taken over when it is whole. */
  async look(): Promise<void> {
    const { book, check } = this.#deps;
    const signature = await signatureOf(book.folder);
    if (signature === this.#seen) return;
    this.#seen = signature;
    await book.reload(check).then(
      () => this.#say(undefined),
      (error: Error) => this.#say(error.message),
    );
  }

  #say(problem: string | undefined): void {
    const { book, log, changed } = this.#deps;
    this.problem = problem;
    const time = new Date().toISOString();
    if (problem === undefined)
      log({
        time,
        level: 'info',
        kind: 'recipes',
        message: `${book.recipes.length === 1 ? 'The recipe was' : `All ${book.recipes.length} recipes were`} read again and ${book.recipes.length === 1 ? 'is' : 'are'} at work.`,
      });
    else
      log({
        time,
        level: 'error',
        kind: 'recipes',
        message: `The recipes were changed and cannot be used; those of before stay at work. ${problem}`,
      });
    changed?.(problem);
  }

  #next(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#pass = this.look().finally(() => this.#next());
    }, this.#deps.everyMs).unref();
  }
}

/** Differs when a recipe came, went or was written. */
async function signatureOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => ['(not readable)']);
  const parts = names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return `${name} ${found?.mtimeMs} ${found?.size} ${found?.ino}`;
    });
  return (await Promise.all(parts)).join('\n');
}
