import type { FileSource } from '../types/file-source.ts';
/** Reads a source to its end for its MD5 alone. */
export declare function readAll(source: FileSource, signal?: AbortSignal): Promise<string>;
