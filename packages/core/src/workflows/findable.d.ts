import type { ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/**
 * Asks DataCite from seldom to more seldom until the DOI leads somewhere. A DataCite that does not answer is asked again;
 * when the time is over the record is published all the same.
 */
export declare function awaitFindable(run: DepositRun, record: ZenodoRecord): Promise<boolean | undefined>;
