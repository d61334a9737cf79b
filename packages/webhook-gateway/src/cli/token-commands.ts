import { ConfigError } from '../config/settings.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { Tokens } from '../tables/tokens.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

/** Prints the token alone, so that a script can take it. */
export async function addToken(configFile: string, route: string): Promise<void> {
  const token = await withStore(configFile, async (store, { routes }) => {
    const book = await RecipeBook.read(routes);
    if (book.find(route)) return new Tokens(store).add(route);
    throw new ConfigError(`There is no route "${route}"; known are ${book.recipes.map((recipe) => recipe.route).join(', ')}.`);
  });
  process.stdout.write(`${token}\n`);
}

export async function listTokens(configFile: string): Promise<void> {
  const entries = await withStore(configFile, (store) => new Tokens(store).list());
  const rows = entries.map(({ id, route, createdAt, revokedAt }) => [
    id,
    route,
    createdAt.toISOString(),
    revokedAt ? `revoked ${revokedAt.toISOString()}` : 'valid',
  ]);
  process.stdout.write(table([['ID', 'ROUTE', 'MADE', 'STATE'], ...rows]));
}

export async function revokeToken(configFile: string, id: string): Promise<void> {
  const revoked = await withStore(configFile, (store) => new Tokens(store).revoke(id));
  if (!revoked) throw new ConfigError(`There is no valid token ${id}; \`zenodo-gateway token list\` shows them.`);
  process.stdout.write(`${id} is worthless now; a running gateway knows within a second.\n`);
}
