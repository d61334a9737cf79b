import type { Agent, Dispatcher } from 'undici';
export interface FetchedOptions {
    /** For the first address's origin alone. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Ours: sent to each address on the way. */
    readonly range?: string;
    readonly signal?: AbortSignal;
}
/**
 * Asks an address and follows redirects, each of which is judged anew. Headers of the caller stay with the origin that
 * they were given for; from https none leads to http.
 *
 * @throws {ConfigurationError} an address that is not to be fetched from
 * @throws {ConnectionError} no answer
 */
export declare function fetched(agent: Agent, method: 'GET' | 'HEAD', first: URL, options: FetchedOptions): Promise<Dispatcher.ResponseData>;
/** Without user and query, which may be secrets. */
export declare const shown: (url: URL) => string;
/**
 * @throws {ConfigurationError} an answer of 3xx or 4xx
 * @throws {ConnectionError} one of 5xx
 */
export declare function ensureSuccess(method: string, url: URL, { statusCode, body }: Dispatcher.ResponseData): void;
