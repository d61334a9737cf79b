import type { FieldIssue } from '../types/record.ts';
import { type ApiReply, ServerError, ValidationError, ZenodoApiError } from './api-errors.ts';
/** The one place that turns a status into a class. `resetAt` is when the rate limit opens, if the headers said so. */
export declare function errorFromResponse(reply: ApiReply, resetAt: Date | undefined): ZenodoApiError;
/** A content PUT that answered 200 and says in its body that the bytes were not kept; the file is gone from the draft. */
export declare function contentRefused(reply: ApiReply, file: string, said: unknown): ServerError;
/** A draft that Zenodo saved with remarks which would stop its publishing. */
export declare function unpublishable(reply: ApiReply, issues: readonly FieldIssue[]): ValidationError;
