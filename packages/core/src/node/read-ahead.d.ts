import type { FileHandle } from 'node:fs/promises';
/** A chunk costs a turn through threads and sockets whatever its size; beyond this more memory gains little. */
export declare const largestChunk: number;
/** Buffers that go round. Turn n may be read into when turns up to n - 2 have been sent. */
export interface BufferRing {
    /** Room for the chunk of a turn, as soon as nobody needs what was in it. */
    room(turn: number, bytes: number): Buffer | Promise<Buffer>;
    /** The chunk of a turn is there, and is about to be sent. */
    filled?(turn: number, bytes: number): void;
}
/**
 * Reads a file once from its start, one chunk ahead of the consumer, into buffers that go round. Nothing is allocated
 * for a chunk, so memory does not grow with the file.
 *
 * A chunk is good until the next but one is asked for. undici waits for the socket before it asks, so it is.
 */
export declare function readAhead(handle: FileHandle, size: number, path: string, sharedRing?: BufferRing): AsyncGenerator<Buffer, void, undefined>;
