import type { Readable } from 'node:stream';
/**
 * The bytes of a stream in one buffer that is used again and again: what came in one turn of the event loop, up to 1 MiB.
 * A piece is good until the next one is asked for. A way through promises for each read of the socket costs more than the
 * copy, and so does the memory of those reads: it is given back at once, where otherwise 64 MiB of it wait for the collector.
 *
 * @param moved - called for each read of the socket
 */
export declare function gathered(body: Readable, moved: () => void): AsyncGenerator<Uint8Array, void, undefined>;
