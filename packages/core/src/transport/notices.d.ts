import type { Settings } from '../options.ts';
import type { Wait } from '../types/wait.ts';
import type { Call } from './call.ts';
import type { TransportReply } from './transport.ts';
/** One line for a debug log. Bodies are in none, and tokens, signatures and other credentials are cut out. */
export interface LogEntry {
    readonly event: 'sent' | 'answered' | 'failed' | 'redirected' | 'waiting';
    /** Such as `PUT https://zenodo.org/api/records/1/draft`. */
    readonly call: string;
    /** A sentence for people. */
    readonly message: string;
    /** 1 for the first try. */
    readonly attempt?: number;
    readonly query?: string;
    readonly status?: number;
    readonly durationMs?: number;
    /** Bytes of the file that is sent. */
    readonly sizeBytes?: number;
    /** Of the answer: the few that help to find out what happened. */
    readonly headers?: Readonly<Record<string, string>>;
}
/** What core tells of its work to those who asked for it. */
export declare class Notices {
    #private;
    /** False when nobody reads the log, and nothing has to be prepared for it. */
    readonly logs: boolean;
    constructor(settings: Settings);
    wait(call: Call, wait: Wait): void;
    log(entry: LogEntry): void;
}
export declare function waitFor(reason: Wait['reason'], call: string, waitMs: number, now: number): Wait;
/** Those headers of an answer that a log shows. */
export declare function headersToTell(headers: TransportReply['headers']): Record<string, string>;
