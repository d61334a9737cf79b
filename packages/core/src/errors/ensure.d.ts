/**
 * Says before anything is sent which argument is wrong, what is wrong with it, and how a right one looks.
 *
 * @throws {ConfigurationError} always
 */
export declare function refuse(field: string, wrong: string, example: string): never;
/** A short rendering of what came, for a message. */
export declare function shown(value: unknown): string;
/** @throws {ConfigurationError} it is no object */
export declare function ensureObject(field: string, value: unknown, example: string): void;
/** @throws {ConfigurationError} it is no text, or an empty one */
export declare function ensureText(field: string, value: unknown, example: string): string;
/** @throws {ConfigurationError} it is none of them */
export declare function ensureOneOf<Choice extends string>(field: string, value: unknown, choices: readonly Choice[]): Choice;
/** @throws {ConfigurationError} it is no whole number in that range */
export declare function ensureWhole(field: string, value: unknown, least: number, most: number): number;
/** @throws {ConfigurationError} it is no day of the calendar */
export declare function ensureDay(field: string, value: unknown): string;
/** Communities and requests go by UUID where a slug would be misread. @throws {ConfigurationError} it is none */
export declare function ensureUuid(field: string, value: unknown, example: string): string;
/** `2026-02-30` is none, although `Date` takes it. */
export declare function isDay(text: string): boolean;
