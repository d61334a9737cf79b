/**
 * The place of a file key below a folder. A key may have `/` in it and then lies in folders of its own; what would lead
 * out of the folder, or is no file name on this system, is refused.
 *
 * @throws {ConfigurationError} the key can be no path
 */
export declare function pathBelow(folder: string, key: string, onWindows?: boolean): string;
/**
 * Looks at the places of all files together.
 *
 * @throws {ConfigurationError} one file would lie where another needs a folder, or two are one on this disk
 */
export declare function ensureApart(keys: readonly string[], ignoresCase?: boolean): void;
