import type { RecipeBook } from '../recipes/recipe-book.ts';

/** How long tries to deliver an event are kept, as the recipe of its route says; undefined when none says it. */
export function attemptsKept(book: Pick<RecipeBook, 'recipes' | 'find'>): (body: string) => number | undefined {
  return (body) => {
    if (book.recipes.every(({ ending }) => ending.attemptsMs === undefined)) return undefined;
    const { data } = JSON.parse(body) as { readonly data?: { readonly route?: unknown } };
    return typeof data?.route === 'string' ? book.find(data.route)?.ending.attemptsMs : undefined;
  };
}
