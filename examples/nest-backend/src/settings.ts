import type { ZenodoModuleOptions } from '@zenodo-connect/nestjs';

/** Built beside what starts the backend. */
const threadFile = new URL('./deposit-thread.js', import.meta.url);

/** What a start of the backend is to be. */
export interface BackendSettings {
  readonly zenodo: ZenodoModuleOptions['zenodo'];
  readonly store: ZenodoModuleOptions['store'];
  /** Options of the deposit queue, such as `{ run: false }` for a process that only takes datasets. */
  readonly deposits?: ZenodoModuleOptions['deposits'];
  /** Where Redis is, if workers are to be woken over it. */
  readonly redis?: string;
  /** Where received files lie until Zenodo has published them; the same folder for all processes. */
  readonly uploads: string;
  readonly platform: 'express' | 'fastify';
  /** Undefined for a process that listens to nobody. */
  readonly port?: number;
}

/**
 * Reads the environment: `ZENODO_TOKEN`, and where it differs `ZENODO_URL`, `DATACITE_URL`, `DATABASE_URL` (PostgreSQL, else
 * SQLite), `REDIS_URL`, `UPLOADS`, `PLATFORM` (`express`, `fastify`), `PORT`, and `ROLE`: `web` only takes datasets, `worker` only
 * deposits them, `thread` does both with a thread for the deposits, and without it one thread does both.
 *
 * @throws {TypeError} with a sentence for who starts it
 */
export function settingsFrom(env: NodeJS.ProcessEnv): BackendSettings {
  const { ZENODO_TOKEN: token, ZENODO_URL: url, DATACITE_URL: dataciteUrl, DATABASE_URL: postgres, REDIS_URL: redis } = env;
  if (!token) throw new TypeError('ZENODO_TOKEN is missing: set it to a token of sandbox.zenodo.org.');
  const role = oneOf('ROLE', env['ROLE'] ?? 'both', ['both', 'thread', 'web', 'worker'] as const);
  const where = url ? { baseUrl: url, ...(dataciteUrl && { dataciteUrl }) } : { environment: 'sandbox' as const };
  return {
    zenodo: { token, ...where },
    store: postgres ? { postgres } : { path: env['SQLITE_FILE'] ?? 'var/backend.db' },
    deposits: { run: role !== 'web', ...(role === 'thread' && { thread: { file: threadFile } }) },
    ...(redis && { redis }),
    uploads: env['UPLOADS'] ?? 'var/uploads',
    platform: oneOf('PLATFORM', env['PLATFORM'] ?? 'express', ['express', 'fastify'] as const),
    ...(role !== 'worker' && { port: portOf(env['PORT'] ?? '3000') }),
  };
}

function oneOf<T extends string>(name: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => one === given);
  if (found === undefined) throw new TypeError(`${name} is "${given}"; it has to be ${known.join(', ')}.`);
  return found;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new TypeError(`PORT is "${text}"; it has to be a number from 0 to 65535.`);
  return port;
}
