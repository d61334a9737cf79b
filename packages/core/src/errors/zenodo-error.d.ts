/** Marks our errors across two copies of this package, as a bundle may hold one of its own. */
export declare const brand: unique symbol;
export type ErrorCode = 'configuration' | 'connection' | 'timeout' | 'validation' | 'authentication' | 'permission' | 'not_found' | 'gone' | 'stale_revision' | 'conflict' | 'rate_limited' | 'server' | 'api' | 'reply_shape' | 'checksum' | 'deposit' | 'deposit_limit' | 'review_open' | 'publish_ceiling' | 'account_stopped' | 'plan_changed' | 'doubtful_file' | 'webhook_verification';
/** Everything that this package throws by itself. An abort is not one: it passes through as the signal's reason. */
export declare abstract class ZenodoError extends Error {
    abstract readonly code: ErrorCode;
    readonly [brand] = true;
}
