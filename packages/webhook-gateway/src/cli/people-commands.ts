import { ConfigError } from '../config/settings.ts';
import { invitationMs } from '../people/entrance.ts';
import { type Scope, scopes } from '../people/scopes.ts';
import { ApiTokens } from '../tables/api-tokens.ts';
import { People } from '../tables/people.ts';
import { audited } from './audited.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

/** Prints the token alone, so that it can go into a file. */
export async function addApiToken(configFile: string, name: string, given: readonly string[]): Promise<void> {
  const { token } = await withStore(configFile, (store) =>
    audited(
      store,
      { action: 'api_token.add', subject: name, detail: { scopes: scopesOf(given) } },
      () => new ApiTokens(store).add(name, scopesOf(given)),
      ({ id }) => ({ id }),
    ),
  );
  process.stdout.write(`${token}\n`);
}

export async function listApiTokens(configFile: string): Promise<void> {
  const tokens = await withStore(configFile, (store) => new ApiTokens(store).list());
  const rows = tokens.map(({ id, name, scopes: has, lastUsedAt, revokedAt }) => [
    id,
    name,
    has.join(','),
    lastUsedAt?.toISOString() ?? 'never',
    revokedAt ? `revoked ${revokedAt.toISOString()}` : 'valid',
  ]);
  process.stdout.write(table([['ID', 'NAME', 'SCOPES', 'LAST USED', 'STATE'], ...rows]));
}

export async function revokeApiToken(configFile: string, id: string): Promise<void> {
  const revoked = await withStore(configFile, (store) =>
    audited(store, { action: 'api_token.revoke', subject: id }, () => new ApiTokens(store).revoke(id)),
  );
  if (!revoked) throw new ConfigError(`No valid API token has the id "${id}"; \`zenodo-gateway api-token list\` shows them.`);
  process.stdout.write(`${id} opens nothing any more.\n`);
}

/** Prints the part of a one-time link that follows the gateway's address. */
export async function invitePerson(configFile: string, given: readonly string[]): Promise<void> {
  const now = Date.now();
  const secret = await withStore(configFile, (store) =>
    audited(store, { action: 'person.invite', subject: '', detail: { scopes: scopesOf(given) } }, () =>
      new People(store).invite(scopesOf(given), now, now + invitationMs),
    ),
  );
  process.stdout.write(`/join/${secret}\n`);
}

function scopesOf(given: readonly string[]): readonly Scope[] {
  const unknown = given.find((one) => !scopes.some((scope) => scope === one));
  if (unknown !== undefined || given.length === 0)
    throw new ConfigError(`The scope "${unknown ?? ''}" is none; there are ${scopes.join(', ')}. Give one or more.`);
  return scopes.filter((scope) => given.includes(scope));
}
