import type { CallOptions } from '../types/call-options.ts';
import type { QueryValue, TransportRequest } from './transport.ts';
/** One call of the API, before it becomes a request. */
export interface Call extends CallOptions {
    readonly method: TransportRequest['method'];
    /** Below `/api`; made by the `path` tag. */
    readonly path: string;
    /** `datacite`: DataCite's origin, without token · `site`: Zenodo's origin; both without `/api`. */
    readonly at?: 'datacite' | 'site';
    readonly query?: Readonly<Record<string, QueryValue>>;
    readonly json?: unknown;
    /** Opened anew for each try. */
    readonly content?: OpenContent;
    readonly accept?: string;
    readonly responseType?: TransportRequest['responseType'];
    /** Asks for the bytes from here on alone. */
    readonly fromByte?: number;
    readonly transient?: boolean;
    /** Safe to send twice. Default: what the method promises. */
    readonly repeatable?: boolean;
    /** A class of calls that Zenodo counts for itself, where the path does not tell. */
    readonly budget?: string;
}
/** Bytes to send. `fault` answers what the source itself threw while it was read: that is no failure of the connection. */
export interface Content {
    readonly body: unknown;
    readonly contentLength: number;
    /** Called once, after the exchange; `arrived` when the server took the whole body. */
    readonly close: (arrived: boolean) => Promise<void>;
    readonly fault: () => unknown;
}
type OpenContent = () => Promise<Content>;
export {};
