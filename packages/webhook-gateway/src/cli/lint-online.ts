import { Zenodo } from '@zenodo-connect/core';
import type { Settings } from '../config/settings.ts';
import { examplePayload } from '../recipes/examples.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { type VocabularyId, vocabularyIdsIn } from '../recipes/vocabulary-ids.ts';

/** What Zenodo does not know of what the recipes name: a line each, with file and line. */
export async function faultsOnline(recipes: readonly Recipe[], { zenodo }: Pick<Settings, 'zenodo'>): Promise<readonly string[]> {
  const client = new Zenodo({ baseUrl: zenodo.url, token: zenodo.token, retryBudgetMs: 5_000 });
  const known = new Map<string, Promise<boolean>>();
  const isKnown = (name: string, look: () => Promise<unknown>): Promise<boolean> => {
    const found = known.get(name) ?? look().then((one) => one !== undefined);
    known.set(name, found);
    return found;
  };
  const faults: string[] = [];
  for (const recipe of recipes) {
    for (const { path, vocabulary, id } of idsOf(recipe)) {
      if (await isKnown(`${vocabulary} ${id}`, () => client.vocabularies.find(vocabulary, id))) continue;
      const meant = (await client.vocabularies.suggest(vocabulary, id)).slice(0, 3).map((term) => `"${term.id}"`);
      const advice = meant.length > 0 ? `; perhaps ${meant.join(' or ')}` : '';
      faults.push(recipe.errorAt(path, `Zenodo's list ${vocabulary} has no "${id}"${advice}.`).message);
    }
    const slug = recipe.ending.communitySlug;
    if (slug !== undefined && !(await isKnown(`community ${slug}`, () => client.communities.find(slug))))
      faults.push(recipe.errorAt(['community', 'slug'], `${zenodo.url} has no community "${slug}" that this token may see.`).message);
  }
  return faults;
}

/** Ids that stand in the recipe, and those that its examples make. */
function idsOf(recipe: Recipe): readonly VocabularyId[] {
  const below = (root: string, ids: readonly VocabularyId[]) => ids.map((one) => ({ ...one, path: [root, ...one.path] }));
  const written = below('metadata', vocabularyIdsIn(recipe.metadataTree));
  const made = recipe.examples.flatMap((example) => {
    try {
      return below('metadata', vocabularyIdsIn(recipe.apply(examplePayload(recipe.route, example)).metadata));
    } catch {
      // An example of what is refused makes nothing; `test` says when it should have.
      return [];
    }
  });
  const seen = new Set<string>();
  return [...written, ...made].filter(({ vocabulary, id }) => !seen.has(`${vocabulary} ${id}`) && seen.add(`${vocabulary} ${id}`));
}
