import type { Settled } from '../types/settled.ts';
import type { TransportReply } from './transport.ts';
/** `own`: the failure is the caller's (a file that cannot be read). */
export type Outcome = Settled<TransportReply> & {
    readonly own?: boolean;
};
/**
 * What can become of a try:
 * `unsent`: no connection came about, so that the server saw nothing · `untrusted`: its certificate was refused ·
 * `lost`: no answer came, and what the server did is unknown · `limited`: 429 · `unavailable`: 503 · `troubled`: another
 * status of a server or gateway in trouble · `refused`: an answer that would be the same the next time · `own`: ours.
 */
export type Failure = 'unsent' | 'untrusted' | 'lost' | 'limited' | 'unavailable' | 'troubled' | 'refused' | 'own';
/** What became of a try; undefined for a success or a redirect. */
export declare function failureOf(outcome: Outcome): Failure | undefined;
export declare function isTimeout(error: unknown): boolean;
