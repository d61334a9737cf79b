import { join } from 'node:path';
import { isWithin, loopback } from '../auth/client-address.ts';
import { typesIn, unknownType } from '../events/event-types.ts';
import { isRange } from '../subscribers/address-guard.ts';
import type { Subscription } from '../subscribers/subscription.ts';
import { subscriptionProblem } from '../subscribers/subscription-problem.ts';
import type { GatewayConfig, SubscriberConfig } from './gateway-config.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A configuration that cannot work: which setting, and what it has to be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** The configuration with every default in its place. */
export type Settings = ReturnType<typeof settingsOf>;

/** @throws {ConfigError} */
export function settingsOf(config: GatewayConfig) {
  const settings = {
    ...config,
    spool: config.spool ?? join(String(config.folder), 'spool'),
    recipesPollMs: config.recipesPollMs ?? 2 * second,
    shared: config.shared ?? isAddress(config.store),
    listen: { host: '127.0.0.1', port: 8080, plainHttp: [], ...config.listen },
    trustedProxies: config.trustedProxies ?? [],
    secrets: config.secrets ?? {},
    subscribers: (config.subscribers ?? []).map(subscriptionOf),
    limits: {
      maxBytes: 10 * 1024 ** 3,
      maxQueued: 500_000,
      maxUploads: 5_000,
      minFreeBytes: 256 * 1024 ** 2,
      maxConnections: 10_000,
      maxConnectionsPerAddress: 1_000,
      requestMs: 6 * hour,
      headersMs: 10 * second,
      paceWindowMs: 30 * second,
      paceBytes: 30_000,
      drainMs: 10 * second,
      ...config.limits,
    },
    deposits: config.deposits ?? {},
    deliveries: {
      delaysMs: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
      timeoutMs: 30 * second,
      pollMs: second,
      breakAfter: 10,
      restsMs: [30 * second, minute, 2 * minute, 5 * minute, 15 * minute, hour],
      disableAfterMs: 5 * 24 * hour,
      keepAttemptsMs: 30 * 24 * hour,
      ...config.deliveries,
    },
    audit: config.audit ?? {},
    page: config.page ?? 'local',
    log: config.log ?? (() => undefined),
  };
  check(settings);
  checkReplicas(config, settings.shared);
  checkTransport(settings);
  return settings;
}

const isAddress = (store: GatewayConfig['store']): boolean => store !== undefined && 'postgres' in store;

function checkReplicas({ spool, store, redis }: GatewayConfig, shared: boolean): void {
  if (shared && spool === undefined)
    throw new ConfigError('spool is missing: gateways that share a database need one folder for bytes that all of them see.');
  if (shared && store === undefined)
    throw new ConfigError('A shared gateway needs a PostgreSQL database: a SQLite file is for one gateway at a time.');
  if (redis !== undefined && !/^rediss?:\/\/[^/?#\s]+/.test(redis))
    throw new ConfigError('The address of Redis is none; write it as redis://host:6379.');
}

function subscriptionOf({ secret, secrets = [], events = ['*'], ...rest }: SubscriberConfig): Subscription {
  const all = secret === undefined ? secrets : [secret, ...secrets];
  return { format: 'combined', allowPrivate: false, ...rest, events, secrets: all, source: 'config' };
}

/** Tokens would travel in the clear otherwise, and nobody would notice. @throws {ConfigError} */
function checkTransport({ listen, trustedProxies }: Pick<Settings, 'listen' | 'trustedProxies'>): void {
  const wrong = [...listen.plainHttp, ...trustedProxies].find((range) => !isRange(range));
  if (wrong !== undefined) throw new ConfigError(`The range "${wrong}" is none; write one such as 10.0.0.0/8.`);
  const isLocal = listen.host === 'localhost' || isWithin(listen.host, loopback);
  if (isLocal || listen.tls || listen.plainHttp.length > 0 || trustedProxies.length > 0) return;
  throw new ConfigError(
    `listen.host ${listen.host} can be reached from other machines, without TLS. Give listen.tls a certificate, or name the proxy in trusted_proxies, or name the network in listen.plain_http.`,
  );
}

function check({
  subscribers,
  publicUrl,
  limits,
  deliveries,
  zenodo,
  audit,
  folder,
  routes,
}: {
  readonly subscribers: readonly Subscription[];
  readonly publicUrl?: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<'timeoutMs' | 'pollMs' | 'breakAfter' | 'disableAfterMs' | 'keepAttemptsMs', number>>;
  readonly zenodo: { readonly url: string; readonly token: string; readonly dataciteUrl?: string };
  readonly audit: { readonly keepMs?: number };
  readonly folder: string;
  readonly routes: string;
}): void {
  for (const [name, value] of Object.entries({ folder, routes, 'zenodo.url': zenodo?.url, 'zenodo.token': zenodo?.token })) {
    if (typeof value !== 'string' || value === '') throw new ConfigError(`${name} is missing; it has no default.`);
  }
  for (const [name, value] of Object.entries({ 'zenodo.url': zenodo.url, 'zenodo.dataciteUrl': zenodo.dataciteUrl, publicUrl })) {
    if (value !== undefined && !isOrigin(value))
      throw new ConfigError(`${name} is "${value}"; it has to be an origin such as ${origins[name]}, without a path or a / at its end.`);
  }
  const { timeoutMs, pollMs, breakAfter, disableAfterMs, keepAttemptsMs } = deliveries;
  const times = { timeoutMs, pollMs, breakAfter, disableAfterMs, keepAttemptsMs };
  const numbers = { ...prefixed('limits', limits), ...prefixed('deliveries', times) };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value) || value < 1) throw new ConfigError(`${name} is ${value}; it has to be 1 or more.`);
  }
  const { keepMs = 24 * hour } = audit;
  if (!(keepMs >= 24 * hour)) throw new ConfigError(`audit.keepMs is ${keepMs}; it has to be a day or more, such as 400d in the file.`);
  const names = new Set<string>();
  for (const subscription of subscribers) {
    const { name, events } = subscription;
    if (!isSubscriberName(name)) throw new ConfigError(`The subscriber name "${name}" has to be small letters, digits, - and _.`);
    if (names.has(name)) throw new ConfigError(`Two subscribers are called "${name}"; rename one of them.`);
    names.add(name);
    const unknown = unknownType([...events, ...typesIn(subscription.filter?.['type'])]);
    if (unknown)
      throw new ConfigError(
        `The subscriber "${name}" wants the event "${unknown.name}", which there is not.${unknown.hint} The README lists them.`,
      );
    const fault = subscriptionProblem(subscription);
    if (fault) throw new ConfigError(`The subscriber "${name}": ${fault}.`);
    if (publicUrl !== undefined && new URL(subscription.url).origin === new URL(publicUrl).origin)
      throw new ConfigError(
        `The subscriber "${name}": its url is this gateway itself, which would tell itself of its own events for ever.`,
      );
  }
}

/** Whether a subscriber may be called so. */
export const isSubscriberName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{0,63}$/.test(name);

const isOrigin = (text: string): boolean => /^https?:\/\/[^/?#\s@]+$/.test(text) && URL.canParse(text);

const origins: Readonly<Record<string, string>> = {
  'zenodo.url': 'https://sandbox.zenodo.org',
  'zenodo.dataciteUrl': 'https://api.datacite.org',
  publicUrl: 'https://gw.lab.example',
};

const prefixed = (prefix: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
