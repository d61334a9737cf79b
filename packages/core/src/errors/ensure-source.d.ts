/** A path is no file yet, and neither is a promise of one. @throws {ConfigurationError} it is no file source */
export declare function ensureSource(field: string, value: unknown): void;
