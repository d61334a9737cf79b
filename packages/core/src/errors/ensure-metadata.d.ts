/**
 * Looks at metadata before it is sent: what Zenodo would drop in silence when it saves a draft, or answer with a message
 * that names no field. Fields that are absent and fields that we do not know pass: a draft may be as empty as it likes.
 *
 * @throws {ConfigurationError} with the field's path, what is wrong, and how a right one looks
 */
export declare function ensureMetadata(metadata: unknown): void;
