/** The one place that takes secrets out of what leaves core: errors, their causes, the log. */
/** The same text without the token, plain or encoded, without other credentials, users in addresses, and signatures. */
export declare function redactText(text: string, token: string | undefined): string;
/** The same JSON with every string and name redacted, should a server or proxy have echoed a secret. */
export declare function redact(value: unknown, token: string | undefined): unknown;
/**
 * The failure of a transport as a plain error: what it says and its codes, redacted. Some clients hang the whole request
 * with its headers on their errors; nothing of that is kept.
 */
export declare function redactError(error: unknown, token: string | undefined, depth?: number): Error;
