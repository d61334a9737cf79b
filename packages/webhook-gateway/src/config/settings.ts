import { isIP } from 'node:net';
import { join } from 'node:path';
import { addressProblem, isRange } from '../subscribers/address-guard.ts';
import type { GatewayConfig, SubscriberConfig } from './gateway-config.ts';
import { eventTypes } from './gateway-config.ts';
import { secretProblem } from './secret.ts';

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
    shared: config.shared ?? isAddress(config.store),
    listen: { host: '127.0.0.1', port: 8080, ...config.listen },
    subscribers: (config.subscribers ?? []).map((one) => ({ events: eventTypes, allowPrivate: false, ...one })),
    limits: {
      maxBytes: 10 * 1024 ** 3,
      requestMs: 6 * hour,
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
      ...config.deliveries,
    },
    page: config.page ?? 'local',
    log: config.log ?? (() => undefined),
  };
  check(settings);
  checkReplicas(config, settings.shared);
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

export type SubscriberSettings = Settings['subscribers'][number];

function check({
  subscribers,
  publicUrl,
  limits,
  deliveries,
  zenodo,
  folder,
  routes,
}: {
  readonly subscribers: readonly SubscriberConfig[];
  readonly publicUrl?: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly deliveries: { readonly delaysMs: readonly number[]; readonly timeoutMs: number; readonly pollMs: number };
  readonly zenodo: { readonly url: string; readonly token: string; readonly dataciteUrl?: string };
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
  const numbers = { ...prefixed('limits', limits), 'deliveries.timeoutMs': deliveries.timeoutMs, 'deliveries.pollMs': deliveries.pollMs };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value) || value < 1) throw new ConfigError(`${name} is ${value}; it has to be 1 or more.`);
  }
  const names = new Set<string>();
  for (const { name, url, secret, allowPrivate = false } of subscribers) {
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name))
      throw new ConfigError(`The subscriber name "${name}" has to be small letters, digits, - and _.`);
    if (names.has(name)) throw new ConfigError(`Two subscribers are called "${name}"; rename one of them.`);
    names.add(name);
    const fault = secretProblem(secret) ?? rangeProblem(allowPrivate) ?? urlProblem(url, allowPrivate);
    if (fault) throw new ConfigError(`The subscriber "${name}": ${fault}.`);
  }
}

const isOrigin = (text: string): boolean => /^https?:\/\/[^/?#\s@]+$/.test(text) && URL.canParse(text);

const origins: Readonly<Record<string, string>> = {
  'zenodo.url': 'https://sandbox.zenodo.org',
  'zenodo.dataciteUrl': 'https://api.datacite.org',
  publicUrl: 'https://gw.lab.example',
};

const prefixed = (prefix: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

/** Ports of services that speak no HTTP; a POST to them is an attack rather than a delivery. */
const refusedPorts = ['22', '25', '465', '587', '6379', '9200', '11211'];

type AllowPrivate = NonNullable<SubscriberConfig['allowPrivate']>;

function rangeProblem(ranges: AllowPrivate): string | undefined {
  if (typeof ranges === 'boolean') return undefined;
  const wrong = ranges.find((range) => !isRange(range));
  return wrong === undefined ? undefined : `its allowed range "${wrong}" is none; write one such as 10.0.0.0/8`;
}

function urlProblem(text: string, allowPrivate: AllowPrivate): string | undefined {
  if (!URL.canParse(text)) return 'its url is none; give it one such as https://n8n.lab.example/webhook/zenodo';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `its url begins with ${url.protocol}; only https: and http: are taken`;
  if (url.username || url.password) return 'its url holds a user name or password; take them out';
  if (url.hash) return 'its url has a fragment (#…); take it out';
  if (refusedPorts.includes(url.port)) return `its url has port ${url.port}, which is not taken`;
  // A name is judged when it is resolved; an address can be judged now.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const problem = isIP(host) ? addressProblem(host, allowPrivate) : undefined;
  return problem && `${problem}; if events may go there, set its allow_private to true or to its range`;
}
