import { ZenodoError } from './zenodo-error.ts';

/** More files or bytes than a record can hold, with those that are in the draft already. No byte was sent. */
export class DepositLimitError extends ZenodoError {
  override name = 'DepositLimitError' as const;
  override readonly code = 'deposit_limit';
}

/** A community is still deciding on the draft, so that it can be neither published nor submitted elsewhere. */
export class ReviewOpenError extends ZenodoError {
  override name = 'ReviewOpenError' as const;
  override readonly code = 'review_open';
  /** The request in which it is reviewed. */
  readonly requestId: string;

  constructor(draftId: string, requestId: string, want: string) {
    super(
      `The draft ${draftId} is in review (request ${requestId}), so that it cannot be ${want}. Cancel the request, or wait for its end.`,
    );
    this.requestId = requestId;
  }
}

/** The account has published as much as it may in a day. Nothing was published. */
export class PublishCeilingError extends ZenodoError {
  override name = 'PublishCeilingError' as const;
  override readonly code = 'publish_ceiling';
  /** When the next day begins, UTC. */
  readonly opensAt: Date;

  constructor(perDay: number, opensAt: Date) {
    super(
      `The ceiling of ${perDay} publications a day is reached. The draft waits; publish after ${opensAt.toISOString()}, or raise "perDay".`,
    );
    this.opensAt = opensAt;
  }
}

/** Zenodo took something of this account for spam: nothing more is sent until a person has settled it and lifts the stop. */
export class AccountStoppedError extends ZenodoError {
  override name = 'AccountStoppedError' as const;
  override readonly code = 'account_stopped';

  constructor(reason: string, options?: { cause: unknown }) {
    super(`The account is stopped: ${reason} Ask Zenodo's support, then lift the stop with publishGuard.resume().`, options);
  }
}

/** What a plan was made of is not as it was. Nothing was done. */
export class PlanChangedError extends ZenodoError {
  override name = 'PlanChangedError' as const;
  override readonly code = 'plan_changed';
  /** A sentence for each difference. */
  readonly changes: readonly string[];

  constructor(changes: readonly string[]) {
    super(`The plan does not fit any more: ${changes.join(' ')} Plan again.`);
    this.changes = changes;
  }
}

/**
 * With the policy `keep`, a file of the right length and with other bytes in a draft that an earlier run worked on: it
 * was there before, or it came wrong. Without a journal nobody knows, and either guess could be for ever.
 */
export class DoubtfulFileError extends ZenodoError {
  override name = 'DoubtfulFileError' as const;
  override readonly code = 'doubtful_file';
  readonly file: string;
  readonly draftId: string;

  constructor(file: string, draftId: string) {
    super(
      `The file "${file}" in the draft ${draftId} has the right length and other bytes: it was there before, or came wrong in an earlier run. ` +
        'Delete it to have it sent, leave it out to keep it, or use a journal, which knows.',
    );
    this.file = file;
    this.draftId = draftId;
  }
}
