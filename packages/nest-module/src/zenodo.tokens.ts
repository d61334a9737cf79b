/** Injection tokens; the decorators in `zenodo.decorators.ts` are the short way to most of them. */
export const ZENODO_CLIENT = Symbol('ZENODO_CLIENT');
export const ZENODO_STORE = Symbol('ZENODO_STORE');
export const DEPOSITS_SETTINGS = Symbol('DEPOSITS_SETTINGS');

/** The client of an account, for `overrideProvider` and factories. */
export const zenodoToken = (account: string): string => `zenodo-connect:client:${account}`;
/** The deposits of an account. */
export const depositsToken = (account: string): string => `zenodo-connect:deposits:${account}`;

/** The options after they were looked at. */
export const CHECKED_OPTIONS = Symbol('ZENODO_CHECKED_OPTIONS');
export const EVENTS_SETTINGS = Symbol('ZENODO_EVENTS_SETTINGS');
/** In the options of tests, where nothing happens by a timer: the test's Zenodo. */
export const DRIVEN = Symbol('ZENODO_DRIVEN');
