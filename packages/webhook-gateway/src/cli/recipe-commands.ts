import { loadConfig, loadPlaces } from '../config/load-config.ts';
import { settingsOf } from '../config/settings.ts';
import { runExamples } from '../recipes/examples.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';

/** Reads everything that a start would read, and starts nothing. */
export async function lintRecipes(configFile: string): Promise<void> {
  const { routes } = settingsOf(await loadConfig(configFile));
  const { recipes } = await RecipeBook.read(routes);
  process.stdout.write(`${configFile} and ${recipes.length} ${recipes.length === 1 ? 'recipe' : 'recipes'} are in order.\n`);
}

/** One line an example, and what differs below it; exit code 1 when one does not hold. Needs neither token nor network. */
export async function testRecipes(configFile: string): Promise<void> {
  const { routes } = await loadPlaces(configFile);
  const outcomes = (await RecipeBook.read(routes)).recipes.flatMap(runExamples);
  for (const { route, name, differences } of outcomes) {
    process.stdout.write(
      `${differences.length === 0 ? 'ok  ' : 'FAIL'} ${route}: ${name}\n${differences.map((line) => `       ${line}\n`).join('')}`,
    );
  }
  const failed = outcomes.filter(({ differences }) => differences.length > 0).length;
  process.stdout.write(`${outcomes.length - failed} of ${outcomes.length} examples hold.\n`);
  if (failed > 0) process.exitCode = 1;
}
