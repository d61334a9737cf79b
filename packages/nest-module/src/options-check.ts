import { ConfigurationError } from '@zenodo-connect/core';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';

type Options = { readonly [name: string]: unknown };

/** What `zenodo`, and each of `accounts`, may have; a misspelt `tokn` would make a guest of it. */
const ofAccount = [
  'environment',
  'baseUrl',
  'token',
  'dataciteUrl',
  'account',
  'userAgent',
  'contact',
  'transport',
  'now',
  'random',
  'checkReply',
  'createLookMs',
  'parallelUploads',
  'fileLimits',
  'publishGuard',
  'rateBudget',
  'maxRateWaitMs',
  'retryBudgetMs',
  'onWait',
  'log',
  'network',
];
const ofDeposits = [
  'run',
  'concurrency',
  'leaseMs',
  'pollMs',
  'giveUpAfterMs',
  'retryDelaysMs',
  'doiDelaysMs',
  'leftDelaysMs',
  'leftForMs',
  'pauseCheckMs',
  'hooks',
  'shutdownMs',
  'owner',
  'openFile',
  'onTransition',
  'onStep',
  'now',
];
const ofEvents = [
  'run',
  'share',
  'watch',
  'leaseMs',
  'pollMs',
  'retryDelaysMs',
  'giveUpAfterMs',
  'keepMs',
  'since',
  'overlapMs',
  'confirmMs',
  'embargoNoticeDays',
  'mostKnown',
  'mostValues',
];
const ofModule = ['zenodo', 'accounts', 'resolveAccount', 'store', 'sharedRate', 'deposits', 'events', 'logCalls'];

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
