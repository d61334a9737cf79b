import { ConfigError } from '../config/settings.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { type TokenEntry, Tokens } from '../tables/tokens.ts';
import { audited } from './audited.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

/** Prints the token alone, so that a script can take it. */
export async function addToken(configFile: string, route: string): Promise<void> {
  const token = await withStore(configFile, async (store, { routes }) => {
    const book = await RecipeBook.read(routes);
    if (book.find(route)) return audited(store, { action: 'token.add', subject: route }, () => new Tokens(store).add(route));
    throw new ConfigError(`There is no route "${route}"; known are ${book.recipes.map((recipe) => recipe.route).join(', ')}.`);
  });
  process.stdout.write(`${token}\n`);
}

export async function listTokens(configFile: string): Promise<void> {
  const entries = await withStore(configFile, (store) => new Tokens(store).list());
  const rows = entries.map((entry) => [
    entry.id,
    entry.route,
    entry.createdAt.toISOString(),
    entry.lastUsedAt?.toISOString() ?? 'never',
    stateOf(entry),
  ]);
  process.stdout.write(table([['ID', 'ROUTE', 'MADE', 'LAST USED', 'STATE'], ...rows]));
}

function stateOf({ revokedAt, endsAt, exposedAt }: TokenEntry): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  const end = endsAt && `${endsAt < new Date() ? 'ended' : 'ends'} ${endsAt.toISOString()}`;
  const exposed = exposedAt && `came without TLS ${exposedAt.toISOString()}: rotate it`;
  return [end ?? 'valid', exposed].filter(Boolean).join(', ');
}

/** Prints another token for the same route; the old one ends after the overlap. @param overlapDays - 0 ends it now */
export async function rotateToken(configFile: string, id: string, overlapDays: number): Promise<void> {
  if (!(overlapDays >= 0 && overlapDays <= 30)) throw new ConfigError('--overlap-days is 0 to 30.');
  const token = await withStore(configFile, (store) =>
    audited(store, { action: 'token.rotate', subject: id, detail: { overlap_days: overlapDays } }, () =>
      new Tokens(store).rotate(id, overlapDays * 86_400_000),
    ),
  );
  if (token === undefined) throw new ConfigError(`There is no valid token ${id}; \`zenodo-gateway token list\` shows them.`);
  process.stdout.write(`${token}\n`);
}

export async function revokeToken(configFile: string, id: string): Promise<void> {
  const revoked = await withStore(configFile, (store) =>
    audited(store, { action: 'token.revoke', subject: id }, () => new Tokens(store).revoke(id)),
  );
  if (!revoked) throw new ConfigError(`There is no valid token ${id}; \`zenodo-gateway token list\` shows them.`);
  process.stdout.write(`${id} is worthless now; a running gateway knows within a second.\n`);
}
