export interface ByteCount {
    /** What the source threw while it was read. */
    fault: unknown;
    /** Undefined for a body that cannot be watched. */
    sent: number | undefined;
    ended: boolean;
}
/**
 * The same body, watched: bytes are counted and a failure of the source is told apart from one of the connection. A
 * Node stream and a Buffer pass as they are, since their transports want to see what they are.
 */
export declare function watched(body: unknown, bytes: ByteCount, onBytes?: (sentBytes: number) => void): unknown;
