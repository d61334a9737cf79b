import type { AuthenticationError, ConflictError, GoneError, NotFoundError, PermissionError, RateLimitError, ServerError, StaleRevisionError, ValidationError, ZenodoApiError } from './api-errors.ts';
import type { ChecksumError } from './checksum-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ConnectionError, TimeoutError } from './connection-errors.ts';
import type { DepositError } from './deposit-error.ts';
import type { AccountStoppedError, DepositLimitError, DoubtfulFileError, PlanChangedError, PublishCeilingError, ReviewOpenError } from './deposit-stops.ts';
import type { ReplyShapeError } from './reply-shape-error.ts';
import type { WebhookVerificationError } from './webhook-verification-error.ts';
import { type ZenodoError } from './zenodo-error.ts';
/** Guards go by brand and code rather than `instanceof`: a program may hold two copies of this package. */
export declare function isZenodoError(error: unknown): error is ZenodoError;
/** Any error that tells of an answer. */
export declare const isZenodoApiError: (error: unknown) => error is ZenodoApiError;
export declare const isConfigurationError: (error: unknown) => error is ConfigurationError;
export declare const isConnectionError: (error: unknown) => error is ConnectionError;
export declare const isTimeoutError: (error: unknown) => error is TimeoutError;
export declare const isValidationError: (error: unknown) => error is ValidationError;
export declare const isAuthenticationError: (error: unknown) => error is AuthenticationError;
export declare const isPermissionError: (error: unknown) => error is PermissionError;
export declare const isNotFoundError: (error: unknown) => error is NotFoundError;
export declare const isGoneError: (error: unknown) => error is GoneError;
export declare const isStaleRevisionError: (error: unknown) => error is StaleRevisionError;
export declare const isConflictError: (error: unknown) => error is ConflictError;
export declare const isRateLimitError: (error: unknown) => error is RateLimitError;
export declare const isServerError: (error: unknown) => error is ServerError;
export declare const isReplyShapeError: (error: unknown) => error is ReplyShapeError;
export declare const isChecksumError: (error: unknown) => error is ChecksumError;
export declare const isDepositError: (error: unknown) => error is DepositError;
export declare const isDepositLimitError: (error: unknown) => error is DepositLimitError;
export declare const isReviewOpenError: (error: unknown) => error is ReviewOpenError;
export declare const isPublishCeilingError: (error: unknown) => error is PublishCeilingError;
export declare const isAccountStoppedError: (error: unknown) => error is AccountStoppedError;
export declare const isDoubtfulFileError: (error: unknown) => error is DoubtfulFileError;
export declare const isPlanChangedError: (error: unknown) => error is PlanChangedError;
export declare const isWebhookVerificationError: (error: unknown) => error is WebhookVerificationError;
/** True when nobody knows what the server did: no answer, an answer we cannot read, or a server's own failure. */
export declare function isUnclear(error: unknown): boolean;
/** True when Zenodo answered that it did not do it. */
export declare function isRefusal(error: unknown): boolean;
