import type {
  AuthenticationError,
  ConflictError,
  GoneError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  StaleRevisionError,
  ValidationError,
  ZenodoApiError,
} from './api-errors.ts';
import type { ChecksumError } from './checksum-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ConnectionError, TimeoutError } from './connection-errors.ts';
import type { DepositError } from './deposit-error.ts';
import type {
  AccountStoppedError,
  DepositLimitError,
  DoubtfulFileError,
  PlanChangedError,
  PublishCeilingError,
  ReviewOpenError,
} from './deposit-stops.ts';
import type { ReplyShapeError } from './reply-shape-error.ts';
import type { WebhookVerificationError } from './webhook-verification-error.ts';
import { brand, type ErrorCode, type ZenodoError } from './zenodo-error.ts';

/** Guards go by brand and code rather than `instanceof`: a program may hold two copies of this package. */
export function isZenodoError(error: unknown): error is ZenodoError {
  return error instanceof Error && (error as { [brand]?: unknown })[brand] === true;
}

const guard =
  <Kind extends ZenodoError>(code: ErrorCode) =>
  (error: unknown): error is Kind =>
    isZenodoError(error) && error.code === code;

/** Any error that tells of an answer. */
export const isZenodoApiError = (error: unknown): error is ZenodoApiError =>
  isZenodoError(error) && typeof (error as { status?: unknown }).status === 'number';
export const isConfigurationError = guard<ConfigurationError>('configuration');
export const isConnectionError = guard<ConnectionError>('connection');
export const isTimeoutError = guard<TimeoutError>('timeout');
export const isValidationError = guard<ValidationError>('validation');
export const isAuthenticationError = guard<AuthenticationError>('authentication');
export const isPermissionError = guard<PermissionError>('permission');
export const isNotFoundError = guard<NotFoundError>('not_found');
export const isGoneError = guard<GoneError>('gone');
export const isStaleRevisionError = guard<StaleRevisionError>('stale_revision');
export const isConflictError = guard<ConflictError>('conflict');
export const isRateLimitError = guard<RateLimitError>('rate_limited');
export const isServerError = guard<ServerError>('server');
export const isReplyShapeError = guard<ReplyShapeError>('reply_shape');
export const isChecksumError = guard<ChecksumError>('checksum');
export const isDepositError = guard<DepositError>('deposit');
export const isDepositLimitError = guard<DepositLimitError>('deposit_limit');
export const isReviewOpenError = guard<ReviewOpenError>('review_open');
export const isPublishCeilingError = guard<PublishCeilingError>('publish_ceiling');
export const isAccountStoppedError = guard<AccountStoppedError>('account_stopped');
export const isDoubtfulFileError = guard<DoubtfulFileError>('doubtful_file');
export const isPlanChangedError = guard<PlanChangedError>('plan_changed');
export const isWebhookVerificationError = guard<WebhookVerificationError>('webhook_verification');

/** True when nobody knows what the server did: no answer, an answer we cannot read, or a server's own failure. */
export function isUnclear(error: unknown): boolean {
  return isConnectionError(error) || isTimeoutError(error) || isServerError(error) || isReplyShapeError(error);
}

/** True when Zenodo answered that it did not do it. */
export function isRefusal(error: unknown): boolean {
  return isZenodoApiError(error) && !isUnclear(error);
}
