import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { PostgresStoreOptions } from '@zenodo-connect/nestjs';
import { z } from 'zod';
import { timeSchema } from '../recipes/duration.ts';
import { sizeSchema } from '../recipes/size.ts';
import { isRange } from '../subscribers/address-guard.ts';
import { eventFormats } from '../subscribers/subscription.ts';
import { eventFilterSchema } from '../subscribers/subscription-schema.ts';
import { YamlFile } from '../yaml/yaml-file.ts';
import type { GatewayConfig, StoreConfig, SubscriberConfig, WatchConfig } from './gateway-config.ts';
import { ConfigError } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

const count = z.number().int().min(1);
const ranges = z.array(z.string().refine(isRange, 'expected a range such as 10.0.0.0/8')).min(1);
const time = timeSchema(1);
const delays = z.array(timeSchema(1, 0)).min(1);

const subscriberSchema = z.strictObject({
  name: z.string(),
  url: z.string(),
  secret_file: z.string().optional(),
  more_secret_files: z.array(z.string()).max(9).optional(),
  header: z.strictObject({ name: z.string(), value_file: z.string() }).optional(),
  events: z.array(z.string()).min(1).optional(),
  filter: eventFilterSchema.optional(),
  format: z.enum(eventFormats).optional(),
  allow_private: z.union([z.boolean(), z.array(z.string()).min(1)]).optional(),
  handshake: z.boolean().optional(),
});

const datasetFrom = z.enum(['folder', 'name', 'recipe']).optional();

const watchSchema = z.strictObject({
  route: z.string(),
  folder: z.string(),
  dataset_from: datasetFrom,
  quiet_ms: time.optional(),
  marker: z.string().includes('{name}', 'expected {name} in it, such as {name}.done').optional(),
  polling: z.boolean().optional(),
  move_to: z.string().optional(),
});

const storeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'expected small letters, digits, - and _'),
  route: z.string(),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().optional(),
  bucket: z.string().min(1),
  prefix: z.string().optional(),
  dataset_from: datasetFrom,
  access_key_id: z.string().min(1),
  secret_file: z.string().optional(),
  sweep_ms: time.optional(),
});

const fileSchema = z.strictObject({
  folder: z.string(),
  spool: z.string().optional(),
  database: z.strictObject({ url_file: z.string().optional(), connections: z.number().int().min(2).optional() }).optional(),
  redis: z.strictObject({ url_file: z.string().optional() }).optional(),
  listen: z
    .strictObject({
      host: z.string().optional(),
      port: z.number().int().min(0).max(65_535).optional(),
      tls: z.strictObject({ cert_file: z.string(), key_file: z.string(), client_certificates: z.boolean().optional() }).optional(),
      plain_http: ranges.optional(),
    })
    .optional(),
  trusted_proxies: ranges.optional(),
  watch: z.array(watchSchema).optional(),
  stores: z.array(storeSchema).optional(),
  secrets: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'expected small letters, digits, - and _'), z.strictObject({ file: z.string() }))
    .optional(),
  public_url: z.string().optional(),
  zenodo: z.strictObject({
    url: z.string(),
    token_file: z.string().optional(),
    datacite_url: z.string().optional(),
    create_look_ms: time.optional(),
    per_day: z.number().int().min(0).optional(),
  }),
  routes: z.string(),
  recipes_poll_ms: timeSchema(1, 0).optional(),
  subscribers: z.array(subscriberSchema).optional(),
  limits: z
    .strictObject({
      max_bytes: sizeSchema.optional(),
      max_queued: count.optional(),
      max_queue_age_ms: time.optional(),
      max_uploads: count.optional(),
      min_free_bytes: sizeSchema.optional(),
      max_connections: count.optional(),
      max_connections_per_address: count.optional(),
      headers_ms: time.optional(),
      request_ms: time.optional(),
      pace_window_ms: time.optional(),
      pace_bytes: sizeSchema.optional(),
      drain_ms: time.optional(),
    })
    .optional(),
  deposits: z
    .strictObject({
      run: z.boolean().optional(),
      concurrency: count.optional(),
      lease_ms: time.optional(),
      poll_ms: time.optional(),
      give_up_after_ms: time.optional(),
      retry_delays_ms: delays.optional(),
      doi_delays_ms: delays.optional(),
      shutdown_ms: time.optional(),
    })
    .optional(),
  deliveries: z
    .strictObject({
      delays_ms: delays.optional(),
      timeout_ms: time.optional(),
      poll_ms: time.optional(),
      break_after: count.optional(),
      rests_ms: delays.optional(),
      disable_after_ms: time.optional(),
      keep_attempts_ms: time.optional(),
    })
    .optional(),
  observe: z
    .strictObject({
      own: z.boolean().optional(),
      communities: z.array(z.string()).optional(),
      queries: z.array(z.string()).optional(),
      concepts: z.array(z.string()).min(1).optional(),
      sets: z.array(z.string()).optional(),
      share: z.number().positive().max(1).optional(),
    })
    .optional(),
  audit: z.strictObject({ keep_ms: time }).optional(),
  key_file: z.string().optional(),
  traces: z.string().optional(),
  page: z.enum(['local', 'public', 'sign-in', 'off']).optional(),
});

const knownKeys = [
  ...Object.keys(fileSchema.shape),
  ...Object.keys(subscriberSchema.shape),
  ...'url_file connections host port token_file datacite_url create_look_ms per_day max_bytes request_ms pace_window_ms pace_bytes drain_ms run concurrency'.split(
    ' ',
  ),
  ...Object.keys(watchSchema.shape),
  ...Object.keys(storeSchema.shape),
  ...'max_queued max_queue_age_ms max_uploads min_free_bytes max_connections max_connections_per_address headers_ms tls cert_file key_file client_certificates plain_http file'.split(
    ' ',
  ),
  ...'value_file break_after rests_ms disable_after_ms keep_attempts_ms keep_ms own communities queries concepts sets share'.split(' '),
  ...'lease_ms poll_ms give_up_after_ms retry_delays_ms doi_delays_ms shutdown_ms delays_ms timeout_ms'.split(' '),
];

/**
 * Reads `gateway.yaml`. Paths in it are seen from its own folder. Secrets stand in files or in the environment, never in
 * it: `ZENODO_TOKEN` or `zenodo.token_file`; `ZENODO_GATEWAY_SECRET_<NAME>` or a subscriber's `secret_file`;
 * `ZENODO_GATEWAY_DATABASE` or `database.url_file`; `ZENODO_GATEWAY_REDIS` or `redis.url_file`.
 *
 * @throws {YamlError} with line and column
 * @throws {ConfigError} a secret is missing
 */
export async function loadConfig(file: string, env: Env = process.env): Promise<GatewayConfig> {
  const {
    zenodo,
    subscribers = [],
    folder,
    spool,
    routes,
    database,
    redis,
    key_file,
    secrets = {},
    watch = [],
    stores = [],
    listen,
    ...rest
  } = await readConfig(file);
  const base = dirname(file);
  const { token_file, ...zenodoRest } = zenodo;
  const store = await databaseOf(database, env, base);
  const redisUrl = redis && (await secretOf('redis.url_file', redis.url_file, 'ZENODO_GATEWAY_REDIS', env, base));
  const config = camelCased({
    ...rest,
    folder: resolve(base, folder),
    ...(spool !== undefined && { spool: resolve(base, spool) }),
    ...(store && { store }),
    ...(redisUrl !== undefined && { redis: redisUrl }),
    routes: resolve(base, routes),
    ...(await keyOf(key_file, env, base)),
    zenodo: { ...zenodoRest, token: await secretOf('zenodo.token_file', token_file, 'ZENODO_TOKEN', env, base) },
  }) as GatewayConfig;
  // Paths in a filter are the event's own words, and stay as they are.
  const sources = {
    watch: watch.map((one) => watchOf(one, base)),
    stores: await Promise.all(stores.map((one) => storeOf(one, env, base))),
  };
  const senders = { secrets: await senderSecrets(secrets, env, base), ...(listen && { listen: listenOf(listen, base) }) };
  return { ...config, ...senders, ...sources, subscribers: await Promise.all(subscribers.map((one) => subscriberOf(one, env, base))) };
}

/** What commands need that talk to no Zenodo; the only secret in it is the address of a PostgreSQL database. */
export interface Places {
  readonly folder: string;
  readonly spool: string;
  /** Absent: SQLite in the folder. */
  readonly store: PostgresStoreOptions | undefined;
  readonly routes: string;
  readonly zenodoUrl: string;
  readonly giveUpAfterMs: number | undefined;
}

/** @throws {YamlError | ConfigError} */
export async function loadPlaces(file: string, env: Env = process.env): Promise<Places> {
  const { folder, spool, routes, zenodo, deposits, database } = await readConfig(file);
  const base = dirname(file);
  return {
    folder: resolve(base, folder),
    spool: spool === undefined ? resolve(base, folder, 'spool') : resolve(base, spool),
    store: await databaseOf(database, env, base),
    routes: resolve(base, routes),
    zenodoUrl: zenodo.url,
    giveUpAfterMs: deposits?.give_up_after_ms,
  };
}

/** Where the key is kept that seals secrets in the database, in words; undefined for the file in the folder. */
export async function keyPlace(file: string, env: Env = process.env): Promise<string | undefined> {
  const { key_file } = await readConfig(file);
  if (key_file !== undefined) return resolve(dirname(file), key_file);
  return env['ZENODO_GATEWAY_KEY'] ? 'ZENODO_GATEWAY_KEY' : undefined;
}

/** That key itself. @throws {YamlError | ConfigError} it cannot be read */
export async function loadKey(file: string, env: Env = process.env): Promise<string | undefined> {
  const { key_file } = await readConfig(file);
  return (await keyOf(key_file, env, dirname(file))).key;
}

async function databaseOf(
  database: z.infer<typeof fileSchema>['database'],
  env: Env,
  base: string,
): Promise<PostgresStoreOptions | undefined> {
  if (!database) return undefined;
  const { url_file, connections } = database;
  const postgres = await secretOf('database.url_file', url_file, 'ZENODO_GATEWAY_DATABASE', env, base);
  return { postgres, ...(connections !== undefined && { connections }) };
}

async function readConfig(file: string): Promise<z.infer<typeof fileSchema>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`The configuration ${file} cannot be read (${error.code}); give its name with --config.`);
  });
  const yaml = new YamlFile(file, text);
  yaml.refuseVariables();
  return yaml.check(fileSchema, knownKeys);
}

type Listen = NonNullable<z.infer<typeof fileSchema>['listen']>;

function listenOf({ tls, ...listen }: Listen, base: string): NonNullable<GatewayConfig['listen']> {
  const files = tls && { ...tls, cert_file: resolve(base, tls.cert_file), key_file: resolve(base, tls.key_file) };
  return camelCased({ ...listen, ...(files && { tls: files }) }) as NonNullable<GatewayConfig['listen']>;
}

function watchOf({ folder, move_to, ...rest }: z.infer<typeof watchSchema>, base: string): WatchConfig {
  return {
    ...(camelCased(rest) as WatchConfig),
    folder: resolve(base, folder),
    ...(move_to !== undefined && { moveTo: resolve(base, move_to) }),
  };
}

async function storeOf({ access_key_id, secret_file, ...rest }: z.infer<typeof storeSchema>, env: Env, base: string): Promise<StoreConfig> {
  const variable = `ZENODO_GATEWAY_SECRET_${rest.name.toUpperCase().replaceAll('-', '_')}`;
  const secretAccessKey = await secretOf(`secret_file of the store "${rest.name}"`, secret_file, variable, env, base);
  return { ...(camelCased(rest) as Omit<StoreConfig, 'credentials'>), credentials: { accessKeyId: access_key_id, secretAccessKey } };
}

/** Those in files, and those of the environment that no subscriber has; a recipe that names one which is not there refuses the start. */
async function senderSecrets(
  secrets: Readonly<Record<string, { readonly file: string }>>,
  env: Env,
  base: string,
): Promise<Record<string, string>> {
  const prefix = 'ZENODO_GATEWAY_SECRET_';
  const found: Record<string, string> = {};
  for (const [variable, value = ''] of Object.entries(env)) {
    if (variable.startsWith(prefix)) found[variable.slice(prefix.length).toLowerCase().replaceAll('_', '-')] = value.trim();
  }
  for (const [name, { file }] of Object.entries(secrets)) found[name] = await secretOf(`secrets.${name}`, file, '', env, base);
  return found;
}

/** The key has a default: a file in the folder. */
async function keyOf(file: string | undefined, env: Env, base: string): Promise<{ key?: string }> {
  if (file === undefined && !env['ZENODO_GATEWAY_KEY']) return {};
  return { key: await secretOf('key_file', file, 'ZENODO_GATEWAY_KEY', env, base) };
}

async function subscriberOf(given: z.infer<typeof subscriberSchema>, env: Env, base: string): Promise<SubscriberConfig> {
  const { secret_file, more_secret_files = [], header, filter, ...rest } = given;
  const variable = `ZENODO_GATEWAY_SECRET_${rest.name.toUpperCase().replaceAll('-', '_')}`;
  const setting = `secret_file of the subscriber "${rest.name}"`;
  const hint = ' `zenodo-gateway subscriber secret` makes a secret.';
  const needsSecret = !header || secret_file !== undefined || env[variable] !== undefined;
  const secret = needsSecret ? await secretOf(setting, secret_file, variable, env, base, hint) : undefined;
  const secrets = await Promise.all(
    more_secret_files.map((file) => secretOf(`more_secret_files of the subscriber "${rest.name}"`, file, variable, env, base, hint)),
  );
  const value = header && (await secretOf(`header.value_file of the subscriber "${rest.name}"`, header.value_file, variable, env, base));
  return {
    ...(camelCased(rest) as Omit<SubscriberConfig, 'secret'>),
    ...(secret !== undefined && { secret }),
    ...(secrets.length > 0 && { secrets }),
    ...(filter && { filter }),
    ...(header && { header: { name: header.name, value: value ?? '' } }),
  };
}

async function secretOf(setting: string, file: string | undefined, variable: string, env: Env, base: string, hint = ''): Promise<string> {
  if (file !== undefined) {
    const text = await readFile(resolve(base, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new ConfigError(`${setting} names ${file}, which cannot be read (${error.code}).${hint}`);
    });
    return text.trim();
  }
  const value = env[variable]?.trim();
  if (!value)
    throw new ConfigError(`A secret is missing: set ${variable} in the environment, or ${setting} to a file that holds it.${hint}`);
  return value;
}

/** `max_bytes` in the file is `maxBytes` in code; keys only, at every depth. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [camel(key), camelCased(inner)]));
}
