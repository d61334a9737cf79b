import type { Metadata } from '../types/metadata.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/** The metadata of a draft that has none yet. */
export declare function firstMetadata(run: DepositRun): Metadata;
/**
 * Writes the request's metadata into a draft, over what is there. The next version's draft comes with the keys of the
 * version before, which would make that deposit find this one: they are taken out.
 */
export declare function describe(run: DepositRun, draft: Draft): Promise<Draft>;
/**
 * Stops before the first byte when Zenodo said at saving that it would not publish this. Remarks about files do not
 * count: they are still to come. Publishing without a value that Zenodo dropped would be for ever, so every other remark does.
 *
 * @throws {ValidationError} with the fields
 */
export declare function ensurePublishable(run: DepositRun, draft: Draft): void;
/** Takes this deposit's key out again; those of others stay. */
export declare function withoutKey(run: DepositRun, draft: Draft): Promise<Draft>;
