import { ZenodoError } from './zenodo-error.ts';
export type WebhookRefusal = 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';
/** A webhook that must not be believed. The message holds nothing that the sender wrote. */
export declare class WebhookVerificationError extends ZenodoError {
    name: 'WebhookVerificationError';
    readonly code = "webhook_verification";
    readonly reason: WebhookRefusal;
    constructor(reason: WebhookRefusal);
}
