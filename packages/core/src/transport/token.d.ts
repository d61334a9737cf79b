/** A token, or what answers the one that is valid now; asked before each call. */
export type TokenSource = string | (() => string | Promise<string>);
/** The token of a client, which may change while it lives. */
export declare class Token {
    #private;
    /** The one that was used last: what has to be cut out of errors and logs. */
    latest: string | undefined;
    /** @throws {ConfigurationError} it is none */
    constructor(source: TokenSource);
    /** Whether it is the same for the client's whole life. */
    get isFixed(): boolean;
    take(): Promise<string>;
}
