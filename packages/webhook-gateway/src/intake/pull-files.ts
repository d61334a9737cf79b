import { Problem } from '../problems/problem.ts';
import type { Pull } from '../recipes/door-settings.ts';
import type { PullFile } from '../tables/pulls.ts';
import { mostFiles, tooManyFiles } from './collector.ts';
import { fileName } from './file-name.ts';

/**
 * What a recipe wants fetched, checked: the host is one that the recipe names, since the address came from outside.
 *
 * @throws {Problem} `invalid-metadata`, `bad-file-name`, `file-name-collision`, `too-many-files`
 */
export function checkPulls(wanted: readonly unknown[], { hosts, authorization, allow_private }: Pull): readonly PullFile[] {
  if (wanted.length > mostFiles) throw tooManyFiles();
  const files = wanted.map((one) => {
    const { url, name } = (one ?? {}) as Readonly<Record<string, unknown>>;
    const address = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
    if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password) throw noUrl();
    if (!hosts.some((host) => isHost(address, host))) throw foreignHost(address.host);
    if (authorization && !allow_private && address.protocol === 'http:') throw inTheOpen(address.host);
    const given = typeof name === 'string' && name !== '' ? name : lastPart(address);
    return { url: address.href, name: fileName(given) };
  });
  const names = new Set(files.map(({ name }) => name.normalize('NFKC').toLowerCase()));
  if (names.size < files.length)
    throw new Problem('file-name-collision', 'Two files to fetch would have one name.', 'Give each its `name` in the recipe.');
  return files;
}

function isHost({ host, hostname }: URL, allowed: string): boolean {
  return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : allowed === host || allowed === hostname;
}

function lastPart({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

const noUrl = (): Problem =>
  new Problem(
    'invalid-metadata',
    'What is to be fetched has no http(s) address without a password.',
    'Set `pull.files` in the recipe, or what it is made of in the request.',
    {
      members: { field: 'pull.files' },
    },
  );

const inTheOpen = (host: string): Problem =>
  new Problem(
    'invalid-metadata',
    `A token is not sent to ${host} by http, where anybody may read it.`,
    'Have the sender give an https address.',
    {
      members: { field: 'pull.files' },
    },
  );

const foreignHost = (host: string): Problem =>
  new Problem(
    'invalid-metadata',
    `The recipe does not fetch from ${host}.`,
    'Name the host under `pull.hosts` in the recipe if files may come from there.',
    {
      members: { field: 'pull.hosts' },
    },
  );
