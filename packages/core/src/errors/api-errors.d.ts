import type { FieldIssue } from '../types/record.ts';
import { type ErrorCode, ZenodoError } from './zenodo-error.ts';
/** The answer that an error tells of. */
export interface ApiReply {
    readonly status: number;
    readonly method: string;
    /** Without query. */
    readonly url: string;
    /** Parsed JSON, or text. */
    readonly body: unknown;
}
/** Zenodo answered, and not with what was asked for. */
export declare class ZenodoApiError extends ZenodoError {
    name: string;
    readonly code: ErrorCode;
    readonly status: number;
    readonly method: string;
    readonly url: string;
    readonly body: unknown;
    constructor(reply: ApiReply, message: string);
}
/** 400: Zenodo does not take what was sent. */
export declare class ValidationError extends ZenodoApiError {
    name: 'ValidationError';
    readonly code = "validation";
    /** Field by field, when Zenodo named fields. */
    readonly issues: readonly FieldIssue[];
    constructor(reply: ApiReply, message: string, issues: readonly FieldIssue[]);
}
/** 401. Zenodo answers 403 to a bad token, other installations and proxies answer this. */
export declare class AuthenticationError extends ZenodoApiError {
    name: 'AuthenticationError';
    readonly code = "authentication";
}
/** 403: not allowed, or the token is missing, wrong or revoked (Zenodo does not tell these apart). */
export declare class PermissionError extends ZenodoApiError {
    name: 'PermissionError';
    readonly code = "permission";
}
/** 404: it is not there. A draft is gone once it is published. */
export declare class NotFoundError extends ZenodoApiError {
    name: 'NotFoundError';
    readonly code = "not_found";
}
/** 410: a record that was deleted. */
export declare class GoneError extends ZenodoApiError {
    name: 'GoneError';
    readonly code = "gone";
    /** Why, when and by whom, if Zenodo shows it. */
    readonly tombstone: unknown;
    constructor(reply: ApiReply, message: string, tombstone: unknown);
}
/** 412: the draft has changed since `ifRevision`. */
export declare class StaleRevisionError extends ZenodoApiError {
    name: 'StaleRevisionError';
    readonly code = "stale_revision";
}
/** 409. */
export declare class ConflictError extends ZenodoApiError {
    name: 'ConflictError';
    readonly code = "conflict";
}
/** 429: too many calls in a minute or an hour. */
export declare class RateLimitError extends ZenodoApiError {
    name: 'RateLimitError';
    readonly code = "rate_limited";
    /** When Zenodo opens the window again; absent when it did not say. */
    readonly resetAt: Date | undefined;
    constructor(reply: ApiReply, resetAt: Date | undefined);
}
/** 5xx, or a success that says it failed. For a call that writes, what the server did is unknown. */
export declare class ServerError extends ZenodoApiError {
    name: 'ServerError';
    readonly code = "server";
}
