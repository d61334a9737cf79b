/** What a draft is made of or changed by, of whatever kind it came. */
type Given = {
    readonly [Block in 'metadata' | 'access' | 'custom_fields' | 'files' | 'pids']?: unknown;
};
/**
 * Looks at a draft or a change of one before it is sent.
 *
 * @throws {ConfigurationError} with the field's path, what is wrong, and how a right one looks
 */
export declare function ensureDraftInput(input: Given): void;
export {};
