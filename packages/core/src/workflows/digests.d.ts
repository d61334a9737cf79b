import type { FileSource } from '../types/file-source.ts';
import type { DepositRun } from './deposit-run.ts';
/** Lower-case hex; undefined for a source that does not hash. Reads it at most once in a run. */
export declare function md5Of({ digests }: DepositRun, source: FileSource): Promise<string | undefined>;
