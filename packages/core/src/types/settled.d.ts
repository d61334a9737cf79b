/** What became of a promise, as a value: portable code throws its errors outside of `catch` blocks. */
export type Settled<T> = {
    readonly ok: true;
    readonly value: T;
} | {
    readonly ok: false;
    readonly error: unknown;
};
export declare function settled<T>(promise: Promise<T>): Promise<Settled<T>>;
