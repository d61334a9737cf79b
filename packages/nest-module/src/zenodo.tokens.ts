/** Injection tokens; the decorators in `zenodo.decorators.ts` are the short way to the first two. */
export const ZENODO_CLIENT = Symbol('ZENODO_CLIENT');
export const ZENODO_STORE = Symbol('ZENODO_STORE');
export const DEPOSITS_SETTINGS = Symbol('DEPOSITS_SETTINGS');
