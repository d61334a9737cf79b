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
export class ZenodoApiError extends ZenodoError {
  override name: string = 'ZenodoApiError';
  override readonly code: ErrorCode = 'api';
  readonly status: number;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;

  constructor(reply: ApiReply, message: string) {
    super(message);
    this.status = reply.status;
    this.method = reply.method;
    this.url = reply.url;
    this.body = reply.body;
  }
}

/** 400: Zenodo does not take what was sent. */
export class ValidationError extends ZenodoApiError {
  override name = 'ValidationError' as const;
  override readonly code = 'validation';
  /** Field by field, when Zenodo named fields. */
  readonly issues: readonly FieldIssue[];

  constructor(reply: ApiReply, message: string, issues: readonly FieldIssue[]) {
    super(reply, message);
    this.issues = issues;
  }
}

/** 401. Zenodo answers 403 to a bad token, other installations and proxies answer this. */
export class AuthenticationError extends ZenodoApiError {
  override name = 'AuthenticationError' as const;
  override readonly code = 'authentication';
}

/** 403: not allowed, or the token is missing, wrong or revoked (Zenodo does not tell these apart). */
export class PermissionError extends ZenodoApiError {
  override name = 'PermissionError' as const;
  override readonly code = 'permission';
}

/** 404: it is not there. A draft is gone once it is published. */
export class NotFoundError extends ZenodoApiError {
  override name = 'NotFoundError' as const;
  override readonly code = 'not_found';
}

/** 410: a record that was deleted. */
export class GoneError extends ZenodoApiError {
  override name = 'GoneError' as const;
  override readonly code = 'gone';
  /** Why, when and by whom, if Zenodo shows it. */
  readonly tombstone: unknown;

  constructor(reply: ApiReply, message: string, tombstone: unknown) {
    super(reply, message);
    this.tombstone = tombstone;
  }
}

/** 412: the draft has changed since `ifRevision`. */
export class StaleRevisionError extends ZenodoApiError {
  override name = 'StaleRevisionError' as const;
  override readonly code = 'stale_revision';
}

/** 409. */
export class ConflictError extends ZenodoApiError {
  override name = 'ConflictError' as const;
  override readonly code = 'conflict';
}

/** 429: too many calls in a minute or an hour. */
export class RateLimitError extends ZenodoApiError {
  override name = 'RateLimitError' as const;
  override readonly code = 'rate_limited';
  /** When Zenodo opens the window again; absent when it did not say. */
  readonly resetAt: Date | undefined;

  constructor(reply: ApiReply, resetAt: Date | undefined) {
    super(reply, `Zenodo's rate limit is reached; ${resetAt ? `it opens at ${resetAt.toISOString()}` : 'try again in a minute'}.`);
    this.resetAt = resetAt;
  }
}

/** 5xx, or a success that says it failed. For a call that writes, what the server did is unknown. */
export class ServerError extends ZenodoApiError {
  override name = 'ServerError' as const;
  override readonly code = 'server';
}
