import { ZenodoError } from './zenodo-error.ts';
/** No answer came: refused, cut, or not found. What the server did is unknown. */
export declare class ConnectionError extends ZenodoError {
    name: 'ConnectionError';
    readonly code = "connection";
    constructor(call: string, cause: unknown, advice?: string);
}
/** No answer came in time. What the server did is unknown. */
export declare class TimeoutError extends ZenodoError {
    name: 'TimeoutError';
    readonly code = "timeout";
    constructor(call: string, cause: unknown);
}
