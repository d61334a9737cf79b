/** A file or folder that this machine could not read or write, in a sentence. */
export declare class DiskError extends Error {
    name: 'DiskError';
    /** Node's word for it: `ENOENT`, `EACCES`, `ENOSPC`, … */
    readonly code: string;
    readonly path: string;
    constructor(path: string, code: string, message: string, cause: unknown);
}
type Use = 'read' | 'written';
/**
 * Does something with a file.
 *
 * @throws {DiskError} instead of Node's own error; others pass through
 */
export declare function onDisk<T>(use: Use, path: string, work: () => Promise<T>): Promise<T>;
/** Node's errors in our words; any other error as it is. */
export declare function diskError(use: Use, path: string, error: unknown): unknown;
export {};
