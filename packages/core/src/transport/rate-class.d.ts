import type { Call } from './call.ts';
/**
 * The class of calls that Zenodo counts together. All that is no listing of its own is one class, for which a token
 * selects a larger limit.
 */
export declare function rateClassOf({ method, path, budget }: Pick<Call, 'method' | 'path' | 'budget'>, hasToken: boolean): string;
