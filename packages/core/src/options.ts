import { ConfigurationError } from './errors/configuration-error.ts';
import type { FileLimits } from './identifiers/file-limits.ts';
import { Concepts } from './transport/concepts.ts';
import type { LogEntry } from './transport/notices.ts';
import type { RateBudget } from './transport/rate-budget.ts';
import { Token, type TokenSource } from './transport/token.ts';
import type { Transport } from './transport/transport.ts';
import { processTurns } from './transport/turns.ts';
import type { PublishGuardOptions } from './types/publish-guard.ts';
import type { CheckReply } from './types/reply-shape.ts';
import type { Wait } from './types/wait.ts';

/** Where Zenodo is: one of its two own hosts, or the origin of another installation. */
export type Place =
  | { readonly environment: 'production' | 'sandbox'; readonly baseUrl?: undefined }
  | {
      /** An origin without path, such as `https://zenodo.example.org`; plain http only on loopback. */
      readonly baseUrl: string;
      readonly environment?: undefined;
    };

export type PortableOptions = Place & {
  /**
   * A personal access token, or a function that answers the one that is valid now: it is asked before each call, so that a token
   * can be changed without a restart. Without it core sets no Authorization header; a transport may add one.
   */
  readonly token?: TokenSource | undefined;
  /** DataCite's API, an origin. Known for Zenodo's own hosts. It never gets the token. */
  readonly dataciteUrl?: string | undefined;
  /** A name for the account, part of the hash of a deposit's key. Default empty; do not change it later. */
  readonly account?: string | undefined;
  /** Zenodo counts calls by it, and may block names that say nothing. Default: core's own name. */
  readonly userAgent?: string | undefined;
  /** A mail address or an https address at which Zenodo's operators can reach you; goes into the default User-Agent. */
  readonly contact?: string | undefined;
  readonly transport: Transport;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1, for the spread of retries. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  readonly checkReply?: CheckReply | undefined;
  /**
   * How long, in milliseconds, the outcome of an unanswered create, version or publish is looked for before it is
   * called or given up again; Zenodo's own lists lag by seconds. Default 60 s.
   */
  readonly createLookMs?: number | undefined;
  /** Files of one deposit that are uploaded at the same time. Default 4. */
  readonly parallelUploads?: number | undefined;
  /** What a record can hold. Default 100 files and 50 GB; Zenodo raises the bytes on request, up to 200 GB. */
  readonly fileLimits?: FileLimits | undefined;
  /** A ceiling of publications a day, and more. A stop after Zenodo's spam answer holds without it too. */
  readonly publishGuard?: PublishGuardOptions | undefined;
  /** What the rate limit allows. Default: one for the process; one in a store lets several processes share. */
  readonly rateBudget?: RateBudget | undefined;
  /** The longest that one call waits for the rate limit, in milliseconds, before it ends as {@link RateLimitError}. Default a day. */
  readonly maxRateWaitMs?: number | undefined;
  /** The longest that one call spends in pauses between its tries, in milliseconds; a 503 can ask for long ones. Default 5 min. */
  readonly retryBudgetMs?: number | undefined;
  /** Told of every pause of a second or more, so that somebody can be told what is waited for. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
  /** A debug log: told of what is sent and answered. No body, no token and no signature of an address is in it. */
  readonly log?: ((entry: LogEntry) => void) | undefined;
};

export interface Settings {
  readonly origin: string;
  readonly dataciteOrigin: string | undefined;
  readonly token: Token | undefined;
  readonly account: string;
  readonly userAgent: string;
  readonly transport: Transport;
  readonly now: () => number;
  readonly random: () => number;
  readonly checkReply: CheckReply | undefined;
  readonly createLookMs: number;
  readonly parallelUploads: number;
  readonly fileLimits: Required<FileLimits>;
  readonly publishGuard: PublishGuardOptions;
  readonly rateBudget: RateBudget | undefined;
  readonly maxRateWaitMs: number;
  readonly retryBudgetMs: number;
  readonly onWait: ((wait: Wait) => void) | undefined;
  readonly log: ((entry: LogEntry) => void) | undefined;
  /** Which concept an id belongs to, learnt from answers. */
  readonly concepts: Concepts;
  /** Work of one name at this origin goes one after another, within this process. */
  readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** Kept equal to package.json by a test. */
export const version = '0.0.0';
const homepage = 'https://github.com/zenodo-connect/zenodo-connect';

const places = {
  production: { origin: 'https://zenodo.org', dataciteOrigin: 'https://api.datacite.org' },
  sandbox: { origin: 'https://sandbox.zenodo.org', dataciteOrigin: 'https://api.test.datacite.org' },
};

/**
 * Checks the options and fills in what is absent.
 *
 * @throws {ConfigurationError} naming the option and what it may be
 */
export function settingsFrom(options: PortableOptions): Settings {
  const place = placeOf(options);
  const { token, dataciteUrl, account = '', createLookMs = 60_000, parallelUploads = 4 } = options;
  const userAgent = options.userAgent ?? ownUserAgent(options.contact);
  if (!/^[\x20-\x7e]+$/.test(userAgent)) throw new ConfigurationError('"userAgent" must be plain ASCII text.');
  const { maxRateWaitMs = 24 * 3_600_000, retryBudgetMs = 300_000 } = options;
  for (const [name, ms] of Object.entries({ createLookMs, maxRateWaitMs, retryBudgetMs })) {
    if (!(ms >= 0)) throw new ConfigurationError(`"${name}" must be milliseconds, 0 or more.`);
  }
  if (!Number.isInteger(parallelUploads) || parallelUploads < 1 || parallelUploads > 32) {
    throw new ConfigurationError('"parallelUploads" must be a whole number from 1 to 32.');
  }
  return {
    origin: place.origin,
    dataciteOrigin: dataciteUrl === undefined ? place.dataciteOrigin : originOf('dataciteUrl', dataciteUrl),
    token: token === undefined ? undefined : new Token(token),
    account,
    userAgent,
    transport: options.transport,
    now: options.now,
    random: options.random ?? Math.random,
    checkReply: options.checkReply,
    createLookMs,
    parallelUploads,
    fileLimits: limitsOf(options.fileLimits),
    publishGuard: guardOf(options.publishGuard),
    rateBudget: options.rateBudget,
    maxRateWaitMs,
    retryBudgetMs,
    onWait: options.onWait,
    log: options.log,
    concepts: new Concepts(),
    inTurn: (name, work) => processTurns.take(`${place.origin} ${name}`, work),
  };
}

function limitsOf({ mostFiles = 100, mostBytes = 50_000_000_000 }: FileLimits = {}): Required<FileLimits> {
  if (![mostFiles, mostBytes].every((limit) => Number.isSafeInteger(limit) && limit > 0))
    throw new ConfigurationError('"fileLimits" must have whole numbers above 0, such as { mostBytes: 100_000_000_000 }.');
  return { mostFiles, mostBytes };
}

function guardOf(guard: PublishGuardOptions = {}): PublishGuardOptions {
  const { perDay } = guard;
  if (perDay !== undefined && !(Number.isSafeInteger(perDay) && perDay >= 0))
    throw new ConfigurationError('"publishGuard.perDay" must be a whole number, 0 or more.');
  return guard;
}

function ownUserAgent(contact: string | undefined): string {
  if (contact !== undefined && !/^(https:\/\/[\x21-\x7e]+|[\x21-\x7e]+@[\x21-\x7e]+\.[\x21-\x7e]+)$/.test(contact)) {
    throw new ConfigurationError('"contact" must be a mail address or an https address, such as data@lab.example.org.');
  }
  return `zenodo-connect-core/${version} (+${homepage}${contact === undefined ? '' : `; ${contact}`})`;
}

function placeOf({ environment, baseUrl }: Place): { origin: string; dataciteOrigin: string | undefined } {
  if (environment !== undefined && baseUrl !== undefined) throw new ConfigurationError('Give "environment" or "baseUrl", not both.');
  if (baseUrl !== undefined) return { origin: originOf('baseUrl', baseUrl), dataciteOrigin: undefined };
  if (environment === 'production' || environment === 'sandbox') return places[environment];
  throw new ConfigurationError(
    '"environment" must be "production" or "sandbox" (there is no default: a published DOI is for ever), or give "baseUrl".',
  );
}

function originOf(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigurationError(`"${option}" is no http(s) address; give one such as https://zenodo.org.`);
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
    throw new ConfigurationError(`"${option}" must be an origin without path or user, such as ${url.origin}.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigurationError(`"${option}" sends the token in clear over http; use https (http is for loopback alone).`);
  }
  return url.origin;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
