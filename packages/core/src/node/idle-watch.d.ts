/** Ends a request when nothing has moved for a while. An upload has no total time: a slow line is no failure. */
export declare class IdleWatch {
    #private;
    readonly signal: AbortSignal;
    /** @param idleMs - milliseconds without movement; 0 is for ever */
    constructor(idleMs: number, outer: AbortSignal | undefined);
    restart(idleMs: number): void;
    /** Something moved. Called for each chunk, so it only looks at the clock; the timer does the rest. */
    moved(): void;
    stop(): void;
    /**
     * The same bytes in pieces of at most `pieceBytes`, each pull of one being a movement; after the last one the answer may
     * take `answerMs`.
     */
    body(body: unknown, pieceBytes: number, answerMs: number): AsyncGenerator<Uint8Array, void, undefined>;
}
