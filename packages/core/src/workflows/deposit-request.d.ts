import type { Settings } from '../options.ts';
import type { DepositRequest } from '../types/deposit.ts';
import type { FileSource } from '../types/file-source.ts';
import type { DepositRun } from './deposit-run.ts';
/** Milliseconds that DataCite is asked for when no other time is given; Zenodo registers within seconds as a rule. */
export declare const findableMs = 600000;
/**
 * Looks at a request before anything is sent.
 *
 * @throws {ConfigurationError} what cannot work, and what would
 */
export declare function ensureRequest(request: DepositRequest, settings: Settings): void;
/**
 * Says which file keys are a deposit's business.
 *
 * @throws {ConfigurationError} a pattern that is none
 */
export declare function takenBy({ include, exclude }: Pick<DepositRequest, 'include' | 'exclude'>): (key: string) => boolean;
/** @throws {ConfigurationError} a first version that was not asked for by name */
export declare function ensureInitial(run: DepositRun, versionIndex: number): void;
/** @throws {ConfigurationError} a later version, which Zenodo lets nobody review */
export declare function ensureSubmittable(run: DepositRun, versionIndex: number): void;
/** @throws {ConfigurationError} a name or size that Zenodo refuses */
export declare function ensureFile({ key, size }: FileSource): void;
