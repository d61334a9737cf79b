import { loadConfig, loadPlaces } from '../config/load-config.ts';
import { settingsOf } from '../config/settings.ts';
import { type ExampleOutcome, runExamples } from '../recipes/examples.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { recipeJsonSchema } from '../recipes/recipe-json-schema.ts';
import { faultsOnline } from './lint-online.ts';
import { checkStart } from './start-checks.ts';

/**
 * Reads everything that a start would read, and starts nothing. Online, Zenodo is asked whether its lists have the licences, types,
 * languages, roles and relations that the recipes name, and whether their communities are there.
 */
export async function lintRecipes(configFile: string, isOnline: boolean): Promise<void> {
  const settings = settingsOf(await loadConfig(configFile));
  const { recipes } = await RecipeBook.read(settings.routes);
  checkStart(settings, recipes);
  const faults = isOnline ? await faultsOnline(recipes, settings) : [];
  if (faults.length > 0) {
    process.stdout.write(`${faults.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${configFile} and ${recipes.length} ${recipes.length === 1 ? 'recipe' : 'recipes'} are in order.\n`);
}

/** One line an example, and what differs below it; exit code 1 when one does not hold. Needs neither token nor network. */
export async function testRecipes(configFile: string): Promise<void> {
  const { routes } = await loadPlaces(configFile);
  const outcomes = (await RecipeBook.read(routes)).recipes.flatMap(runExamples);
  process.stdout.write(exampleLines(outcomes));
  if (outcomes.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
}

/** A line an example, what differs below it, and how many hold. */
export function exampleLines(outcomes: readonly ExampleOutcome[]): string {
  const lines = outcomes.map(
    ({ route, name, differences }) =>
      `${differences.length === 0 ? 'ok  ' : 'FAIL'} ${route}: ${name}\n${differences.map((line) => `       ${line}\n`).join('')}`,
  );
  const holds = outcomes.filter(({ differences }) => differences.length === 0).length;
  return `${lines.join('')}${holds} of ${outcomes.length} examples hold.\n`;
}

/** For editors: put it beside the recipes and name it in their first line. */
export function printSchema(): void {
  process.stdout.write(`${JSON.stringify(recipeJsonSchema(), null, 2)}\n`);
}
