import { isDeepStrictEqual } from 'node:util';
import { datasetName, fileName } from '../intake/file-name.ts';
import { Problem } from '../problems/problem.ts';
import { valueAt } from './paths.ts';
import type { Recipe, RecipeExample } from './recipe.ts';
import type { Payload } from './template.ts';

export interface ExampleOutcome {
  readonly route: string;
  readonly name: string;
  /** What differs, a line each; empty when the example holds. */
  readonly differences: readonly string[];
}

/** Runs the examples that stand in a recipe; paths of `expect` lead into `{ dataset, metadata, finish }` or `{ refused }`. */
export function runExamples(recipe: Recipe): readonly ExampleOutcome[] {
  return recipe.examples.map((example) => {
    const result = outcomeOf(recipe, example);
    const differences = Object.entries(example.expect).flatMap(([path, wanted]) => {
      const value = valueAt(result, path);
      if (isDeepStrictEqual(value, wanted)) return [];
      const refused = 'refused' in result && path !== 'refused' ? ` (refused: ${result.refused})` : '';
      return [`${path}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(value) ?? 'nothing'}${refused}`];
    });
    return { route: recipe.route, name: example.name, differences };
  });
}

/** What an example sends. @throws {Problem} a name that is none */
export function examplePayload(route: string, { dataset, file, meta = {}, received = '2026-01-01T00:00:00Z' }: RecipeExample): Payload {
  const name = dataset === undefined ? undefined : datasetName(dataset);
  return { route, dataset: name, file: { name: fileName(file) }, meta, received };
}

function outcomeOf(recipe: Recipe, example: RecipeExample): object {
  try {
    return recipe.apply(examplePayload(recipe.route, example));
  } catch (error) {
    if (error instanceof Problem) return { refused: error.message };
    throw error;
  }
}
