export { ConfigurationError } from '../errors/configuration-error.ts';
export { isWebhookVerificationError } from '../errors/guards.ts';
export { type WebhookRefusal, WebhookVerificationError } from '../errors/webhook-verification-error.ts';
export { newWebhookKeys } from './keys.ts';
export { signWebhook, type WebhookHeaders, type WebhookToSign } from './sign.ts';
export { type VerifiedWebhook, verifyWebhook, type WebhookToVerify } from './verify.ts';
