import { type BufferRing } from './read-ahead.ts';
/** Hashes the chunks of a ring in the order in which they are filled. */
export interface Hasher extends BufferRing {
    filled(turn: number, bytes: number): void;
    /** MD5 in lower-case hex of all that was filled; ends the hashing. */
    digest(): Promise<string>;
    /** Gives back the thread, if there is one. */
    end(): Promise<void>;
}
/** By a thread of its own where that is worth it and a core is free. */
export declare const hasherFor: (sizeBytes: number) => Hasher;
