import { ConfigurationError, type ZenodoOptions } from '@zenodo-connect/core';
import type { DepositsOptions } from './deposits/deposits-options.ts';
import type { EventsOptions } from './events/events-options.ts';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';

type Options = { readonly [name: string]: unknown };
type AllKeys<Type> = Type extends unknown ? keyof Type : never;

/** The names of all options of a type; one that is added there and not here is an error of the compiler. */
const namesOf = <Type>(names: { readonly [Name in AllKeys<Type>]: 0 }): readonly string[] => Object.keys(names);

/** What `zenodo`, and each of `accounts`, may have; a misspelt `tokn` would make a guest of it. */
const ofAccount = namesOf<ZenodoOptions>({
  environment: 0,
  baseUrl: 0,
  token: 0,
  dataciteUrl: 0,
  account: 0,
  userAgent: 0,
  contact: 0,
  transport: 0,
  now: 0,
  random: 0,
  checkReply: 0,
  createLookMs: 0,
  parallelUploads: 0,
  fileLimits: 0,
  publishGuard: 0,
  rateBudget: 0,
  maxRateWaitMs: 0,
  retryBudgetMs: 0,
  onWait: 0,
  log: 0,
  network: 0,
});
const ofDeposits = namesOf<DepositsOptions>({
  run: 0,
  concurrency: 0,
  leaseMs: 0,
  pollMs: 0,
  giveUpAfterMs: 0,
  retryDelaysMs: 0,
  doiDelaysMs: 0,
  leftDelaysMs: 0,
  leftForMs: 0,
  pauseCheckMs: 0,
  hooks: 0,
  shutdownMs: 0,
  owner: 0,
  openFile: 0,
  onTransition: 0,
  onJournal: 0,
  onStep: 0,
  thread: 0,
  now: 0,
});
const ofEvents = namesOf<EventsOptions>({
  run: 0,
  share: 0,
  watch: 0,
  leaseMs: 0,
  pollMs: 0,
  retryDelaysMs: 0,
  giveUpAfterMs: 0,
  keepMs: 0,
  since: 0,
  overlapMs: 0,
  confirmMs: 0,
  embargoNoticeDays: 0,
  mostKnown: 0,
  mostValues: 0,
});
const ofModule = namesOf<ZenodoModuleOptions>({
  zenodo: 0,
  accounts: 0,
  resolveAccount: 0,
  store: 0,
  sharedRate: 0,
  deposits: 0,
  events: 0,
  logCalls: 0,
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
  onlyKnown('', given, ofModule);
  if (given['zenodo'] === undefined && given['accounts'] === undefined && given['resolveAccount'] === undefined)
    refuse('zenodo', `is missing; ${cures['zenodo']}, or name "accounts"`);
  if (given['zenodo'] !== undefined) checkAccount('zenodo', given['zenodo']);
  if (given['accounts'] !== undefined) checkAccounts(given['accounts']);
  if (given['resolveAccount'] !== undefined && typeof given['resolveAccount'] !== 'function')
    refuse('resolveAccount', 'has to be a function from a name to the options of an account');
  checkStore(given['store']);
  for (const [name, known] of [['deposits', ofDeposits] as const, ['events', ofEvents] as const]) {
    if (given[name] !== undefined) onlyKnown(`${name}.`, objectAt(name, given[name], 'give it an object'), known);
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
  onlyKnown(`${path}.`, options, ofAccount);
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
}

function objectAt(path: string, value: unknown, cure: string): Options {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Options;
  return refuse(path, `${value === undefined ? 'is missing' : 'is no object'}; ${cure}`);
}

function onlyKnown(before: string, options: Options, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${before}${unknown}`, `is no option; there are: ${known.join(', ')}`);
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
