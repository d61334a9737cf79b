/**
 * Says whether a file key fits one of the patterns. `*` stands for any run of characters but `/`, `**` for any run with
 * it, `?` for one character, `[a-c]` and `[!a-c]` for one of a set, `{csv,xy}` for one of several texts; a backslash
 * makes the next character plain. A pattern without any of these is a name.
 *
 * @throws {ConfigurationError} a pattern that is empty, not closed or longer than 1000 characters
 */
export declare function fileGlob(patterns: string | readonly string[]): (key: string) => boolean;
