/**
 * A file that is being received: bytes are hashed while they are written, once each. What an earlier process left of it
 * is hashed when it is opened, and then gone on with.
 */
export declare class PartFile {
    #private;
    /** Bytes that are there and hashed, or on their way. */
    at: number;
    private constructor();
    /** @param size - bytes of the file when it is whole */
    static open(path: string, size: number, signal: AbortSignal | undefined): Promise<PartFile>;
    /** Takes the bytes that follow. Resolves when the last of them is written. */
    take(chunks: AsyncIterable<Uint8Array>): Promise<void>;
    /** Compares what was hashed. Equal bytes are safe on disk then; others leave the file empty, ready to be received again. */
    finish(md5: string): Promise<{
        readonly equal: boolean;
        readonly found: string;
    }>;
    close(): Promise<void>;
}
