import { ZenodoError } from './zenodo-error.ts';

export type WebhookRefusal = 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';

const sentences: Readonly<{ [Reason in WebhookRefusal]: string }> = {
  missing: 'The webhook has no webhook-id, webhook-timestamp or webhook-signature header. Answer 400.',
  malformed: 'A webhook header is malformed. Answer 400.',
  stale: 'The webhook is older than the window allows. Answer 400, and check the clocks.',
  future: 'The webhook comes from the future. Answer 400, and check the clocks.',
  mismatch: "The webhook's signature does not fit its bytes and our secrets. Answer 400.",
};

/** A webhook that must not be believed. The message holds nothing that the sender wrote. */
export class WebhookVerificationError extends ZenodoError {
  override name = 'WebhookVerificationError' as const;
  override readonly code = 'webhook_verification';
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal) {
    super(sentences[reason]);
    this.reason = reason;
  }
}
