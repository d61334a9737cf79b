import { ConfigurationError, type ZenodoOptions } from '@zenodo-connect/core';
import type { DepositsOptions } from './deposits/deposits-options.ts';
import type { EventsOptions } from './events/events-options.ts';
import { misfit, type OptionKind } from './option-kinds.ts';
import type { PostgresStoreOptions } from './store/postgres-store.ts';
import type { SqliteStoreOptions } from './store/sqlite-store.ts';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';

type Options = { readonly [name: string]: unknown };
type AllKeys<Type> = Type extends unknown ? keyof Type : never;

type Kinds = { readonly [name: string]: OptionKind };

/** All options of a type; one that is added there and not here is an error of the compiler. */
const kindsOf = <Type>(kinds: { readonly [Name in AllKeys<Type>]: OptionKind }): Kinds => kinds;

/** What `zenodo`, and each of `accounts`, may have; a misspelt `tokn` would make a guest of it. */
const ofAccount = kindsOf<ZenodoOptions>({
  environment: 'any',
  baseUrl: 'any',
  token: 'any',
  dataciteUrl: 'any',
  account: 'any',
  userAgent: 'any',
  contact: 'any',
  transport: 'any',
  now: 'any',
  random: 'any',
  checkReply: 'any',
  createLookMs: 'any',
  parallelUploads: 'any',
  fileLimits: 'any',
  publishGuard: 'any',
  rateBudget: 'any',
  maxRateWaitMs: 'any',
  retryBudgetMs: 'any',
  onWait: 'any',
  log: 'any',
  network: 'any',
});
const ofDeposits = kindsOf<DepositsOptions>({
  run: 'flag',
  concurrency: 'count',
  leaseMs: 'span',
  pollMs: 'timer',
  giveUpAfterMs: 'span',
  retryDelaysMs: 'delays',
  doiDelaysMs: 'delays',
  leftDelaysMs: 'delays',
  leftForMs: 'span',
  pauseCheckMs: 'timer',
  hooks: 'flag',
  shutdownMs: 'wait',
  owner: 'text',
  openFile: 'function',
  onTransition: 'function',
  onJournal: 'function',
  putOff: 'function',
  onStep: 'function',
  thread: 'object',
  now: 'function',
});
const ofEvents = kindsOf<EventsOptions>({
  run: 'flag',
  share: 'any',
  watch: 'any',
  leaseMs: 'span',
  pollMs: 'timer',
  retryDelaysMs: 'delays',
  giveUpAfterMs: 'span',
  keepMs: 'span',
  since: 'any',
  overlapMs: 'any',
  confirmMs: 'any',
  embargoNoticeDays: 'any',
  mostKnown: 'any',
  mostValues: 'any',
});
const ofSqlite = kindsOf<SqliteStoreOptions>({ path: 'text', prefix: 'text', busyTimeoutMs: 'wait' });
const ofPostgres = kindsOf<PostgresStoreOptions>({
  postgres: 'text',
  prefix: 'text',
  connections: 'pair',
  patienceMs: 'wait',
  answerMs: 'timer',
});
const ofModule = kindsOf<ZenodoModuleOptions>({
  zenodo: 'any',
  accounts: 'any',
  resolveAccount: 'any',
  store: 'any',
  sharedRate: 'flag',
  deposits: 'any',
  events: 'any',
  logCalls: 'flag',
});

const cures: { readonly [path: string]: string } = {
  store: "say where deposits are kept, such as { path: 'var/deposits.db' } or { postgres: process.env.DATABASE_URL }",
  zenodo: "give an account, such as { token: process.env.ZENODO_TOKEN, environment: 'sandbox' }",
};

/**
 * Looks at what was given before anything is opened. What core's own options may be is said by core, when the clients are made.
 *
 * @throws {ConfigurationError} with the path of the option and its cure
 */
export function checkOptions(options: ZenodoModuleOptions): void {
  const given = objectAt('the options', options, 'give ZenodoModule.forRoot an object');
  checkEach('', given, ofModule);
  if (given['zenodo'] === undefined && given['accounts'] === undefined && given['resolveAccount'] === undefined)
    refuse('zenodo', `is missing; ${cures['zenodo']}, or name "accounts"`);
  if (given['zenodo'] !== undefined) checkAccount('zenodo', given['zenodo']);
  if (given['accounts'] !== undefined) checkAccounts(given['accounts']);
  if (given['resolveAccount'] !== undefined && typeof given['resolveAccount'] !== 'function')
    refuse('resolveAccount', 'has to be a function from a name to the options of an account');
  checkStore(given['store']);
  for (const [name, known] of [['deposits', ofDeposits] as const, ['events', ofEvents] as const]) {
    if (given[name] !== undefined) checkEach(`${name}.`, objectAt(name, given[name], 'give it an object'), known);
  }
}

function checkAccounts(accounts: unknown): void {
  const named = objectAt('accounts', accounts, "give it an object, such as { library: { token, environment: 'production' } }");
  for (const [name, options] of Object.entries(named)) {
    if (name === '' || name.length > 100) refuse('accounts', 'has a name that is empty or longer than 100 characters; give it another');
    checkAccount(`accounts.${name}`, options);
  }
}

function checkAccount(path: string, account: unknown): void {
  const options = objectAt(path, account, cures['zenodo']!);
  // A client that was made elsewhere.
  if ('deposit' in options) return;
  checkEach(`${path}.`, options, ofAccount);
  if ('token' in options && options['token'] === '')
    refuse(`${path}.token`, 'is empty; set the variable that it comes from, or leave "token" out to read what is public');
}

function checkStore(store: unknown): void {
  const place = objectAt('store', store, cures['store']!);
  if ('migrate' in place) return;
  const names = ['path', 'postgres'].filter((name) => name in place);
  if (names.length !== 1) refuse('store', `needs "path" or "postgres"; ${cures['store']}`);
  const [name] = names as [string];
  const value = place[name];
  if (name === 'path' && (typeof value !== 'string' || value === '')) refuse('store.path', `is empty; ${cures['store']}`);
  if (value === '' || value === undefined) refuse(`store.${name}`, 'is empty; set the variable that it comes from');
  checkEach('store.', place, name === 'path' ? ofSqlite : ofPostgres);
}

function objectAt(path: string, value: unknown, cure: string): Options {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Options;
  return refuse(path, `${value === undefined ? 'is missing' : 'is no object'}; ${cure}`);
}

function checkEach(before: string, options: Options, kinds: Kinds): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) refuse(`${before}${name}`, `is no option; there are: ${Object.keys(kinds).join(', ')}`);
    const problem = misfit(kind, value);
    if (problem !== undefined) refuse(`${before}${name}`, problem);
  }
}

function refuse(path: string, problem: string): never {
  throw new ConfigurationError(`ZenodoModule: "${path}" ${problem}.`, path);
}

/** Says which account it is that core refuses. */
export function atPath<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`ZenodoModule: "${path}": ${error.message}`, error.field === undefined ? path : `${path}.${error.field}`);
  }
}
