import type { CallOptions } from '../types/call-options.ts';
import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';
/** Sends files that the draft does not have. A pending one may still be receiving from a run before; started anew, it is another file. */
export declare function uploadFiles(run: DepositRun, draft: Draft, { send, replace }: FileChanges): Promise<void>;
/** Looks once more at what the draft holds, after all has been sent. */
export declare function verifyFiles(run: DepositRun, draft: Draft, sources: readonly FileSource[]): Promise<readonly FileEntry[]>;
export declare function removeFile(run: DepositRun, id: string, key: string, call: CallOptions): Promise<void>;
