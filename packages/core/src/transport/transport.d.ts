/** One request as core hands it to the world. Core owns status codes and retries; a transport only carries. */
export interface TransportRequest {
    readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    /** Absolute. The address of a redirect has its own query, which is sent as it is. */
    readonly url: string;
    readonly query?: Readonly<Record<string, QueryValue>>;
    readonly headers?: Readonly<Record<string, string>>;
    /** Serialised by the transport, with `content-type: application/json`; `{}` and `[]` are sent as such. */
    readonly json?: unknown;
    /** Bytes in whatever shape the caller's world knows (async iterable, Node stream, Buffer). Needs `contentLength`. */
    readonly body?: unknown;
    /** Bytes of `body`; always sent, since Zenodo misreads chunked bodies. */
    readonly contentLength?: number;
    /** `stream`: a success answers `body` as a stream; a failure is read and parsed all the same. */
    readonly responseType: 'json' | 'text' | 'stream';
    /** With `stream`: a chunk is good until the next one is asked for, so that the transport may free its memory then. */
    readonly transient?: boolean;
    /** True for Zenodo's own origin only: the transport (or n8n's credential) adds the token. */
    readonly authenticated: boolean;
    /** Milliseconds until the answer's headers; 0 is none. Uploads are sent with 0 and watched by idle time instead. */
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
}
export type QueryValue = string | number | boolean | readonly string[] | undefined;
/** Every answered status comes back as a reply; only a missing answer throws. */
export interface TransportReply {
    readonly status: number;
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    /** `json`: the parsed value, or the text when it is not JSON (gateways answer HTML), or undefined when empty. */
    readonly body: unknown;
}
/**
 * What core needs from outside: bytes over the network and waiting. No timer, no undici, no `process` is named in
 * portable code; the `node/` entry and the n8n node bring their own.
 *
 * `send` follows no redirects. It throws when there is no answer, an abort as the signal's own reason.
 */
export interface Transport {
    send(request: TransportRequest): Promise<TransportReply>;
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
