/**
 * Puts text into a file so that a crash leaves the old or the new one, whole: written beside it, forced to disk, renamed.
 *
 * @throws {DiskError} the disk is full or not writable; the old text is there still
 */
export declare function writeDurably(file: string, text: string): Promise<void>;
/** The text of a file; undefined when there is none. */
export declare function readIfThere(file: string): Promise<string | undefined>;
