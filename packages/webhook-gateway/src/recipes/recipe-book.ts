import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hears } from './hears.ts';
import { Recipe } from './recipe.ts';

/** A folder of recipes that cannot be used as a whole. */
export class RecipeFolderError extends Error {
  override name = 'RecipeFolderError';
}

/** All recipes of a folder, one a route. */
export class RecipeBook {
  readonly folder: string;
  #byRoute: ReadonlyMap<string, Recipe>;

  /** The folder was changed since, and cannot be used as it is now: these are the recipes of before. */
  isBehind = false;

  private constructor(folder: string, byRoute: ReadonlyMap<string, Recipe>) {
    this.folder = folder;
    this.#byRoute = byRoute;
  }

  /**
   * Reads every `*.yaml` and `*.yml`; one broken recipe refuses the whole folder, so that nothing starts half.
   *
   * @throws {YamlError | RecipeFolderError}
   */
  static async read(folder: string): Promise<RecipeBook> {
    return new RecipeBook(folder, await recipesIn(folder));
  }

  /**
   * Reads the folder again. What cannot be used as a whole changes nothing: the recipes of before stay at work.
   *
   * @param check - throws what else is wrong with the new ones
   * @throws {YamlError | RecipeFolderError}
   */
  async reload(check: (recipes: readonly Recipe[]) => void = () => undefined): Promise<void> {
    try {
      const found = await recipesIn(this.folder);
      check([...found.values()]);
      this.#byRoute = found;
      this.isBehind = false;
    } catch (error) {
      this.isBehind = true;
      throw error;
    }
  }

  /** Whether a subscriber hears of a type of this route's jobs; it does unless the recipe names others. */
  hears(route: string, subscriber: string, type: string): boolean {
    return hears(this.find(route)?.ending.notify, subscriber, type);
  }

  /** The routes that share with this one: those of its tenant, or itself alone. */
  groupOf(route: string): readonly string[] {
    const tenant = this.find(route)?.tenant;
    return tenant === undefined ? [route] : this.recipes.filter((one) => one.tenant === tenant).map((one) => one.route);
  }

  get recipes(): readonly Recipe[] {
    return [...this.#byRoute.values()];
  }

  find(route: string): Recipe | undefined {
    return this.#byRoute.get(route);
  }
}

async function recipeFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (error) {
    throw new RecipeFolderError(
      `The folder of recipes ${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); set \`routes\` to a folder.`,
    );
  }
}

async function recipesIn(folder: string): Promise<ReadonlyMap<string, Recipe>> {
  const byRoute = new Map<string, Recipe>();
  for (const name of await recipeFiles(folder)) {
    const recipe = new Recipe(join(folder, name), await readFile(join(folder, name), 'utf8'));
    const other = byRoute.get(recipe.route);
    if (other)
      throw new RecipeFolderError(
        `${recipe.file} and ${other.file} are both for the route "${recipe.route}"; give one of them another route.`,
      );
    byRoute.set(recipe.route, recipe);
  }
  if (byRoute.size === 0) throw new RecipeFolderError(`The folder ${folder} holds no recipe; put a file such as xrd.yaml there.`);
  return byRoute;
}
