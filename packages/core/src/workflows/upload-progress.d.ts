import type { DepositProgress } from '../types/deposit.ts';
import type { FileSource } from '../types/file-source.ts';
/** Adds up what is sent of each file; a file that begins again counts from its start. */
export declare class UploadProgress {
    #private;
    constructor(sources: readonly FileSource[], tell: ((progress: DepositProgress) => void) | undefined);
    sent(source: FileSource, bytes: number): void;
    /** Sent and found right at Zenodo. */
    done(source: FileSource): void;
}
