/** A path below `/api` in which every value is one encoded segment. What comes after `/records/` has to be an id. */
export declare function path(parts: TemplateStringsArray, ...values: readonly string[]): string;
