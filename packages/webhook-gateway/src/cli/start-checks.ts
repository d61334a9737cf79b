import { checkSenders } from '../auth/secret-book.ts';
import { ConfigError, type Settings } from '../config/settings.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { tlsOptions } from '../tls.ts';

/**
 * What refuses a start although each file by itself is in order.
 *
 * @throws {ConfigError} the first of it
 */
export function checkStart({ secrets, listen, watch = [], stores = [] }: Settings, recipes: readonly Recipe[]): void {
  checkSenders(recipes, secrets);
  if (listen.tls) tlsOptions(listen.tls);
  const routes = new Set(recipes.map(({ route }) => route));
  const homeless = [...watch, ...stores].find(({ route }) => !routes.has(route));
  if (homeless) throw new ConfigError(`A watched folder or a store is for the route "${homeless.route}", which has no recipe.`);
}
