import type { Hash } from 'node:crypto';
/** The same chunks, each put into the digest before it goes out. */
export declare function hashed(chunks: AsyncIterable<Buffer>, digest: Hash): AsyncGenerator<Buffer, void, undefined>;
