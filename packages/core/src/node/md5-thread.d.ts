import type { BufferRing } from './read-ahead.ts';
/** A thread costs about 40 ms to start; a file below this is hashed sooner where it is. */
export declare const worthAThread: number;
/** True when a further thread would have a core of its own. */
export declare const hasFreeCore: () => boolean;
/** MD5 of what passes through a ring of buffers, made by a thread that reads them where they are. */
export declare class Md5Thread implements BufferRing {
    #private;
    constructor();
    room(turn: number, bytes: number): Promise<Buffer>;
    filled(turn: number, bytes: number): void;
    /** MD5 in lower-case hex of all that was filled; nothing can be filled afterwards. */
    digest(): Promise<string>;
    end(): Promise<void>;
}
