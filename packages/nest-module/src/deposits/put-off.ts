/** Until when a draft that is complete may not be published yet, and why. */
export interface PutOff {
  readonly until: Date;
  /** A sentence for `DepositJob.problem`. */
  readonly reason: string;
}

/** The application lets a draft wait before it is published. */
export class PutOffError extends Error {
  override name = 'PutOffError';
  readonly code = 'put_off';
  readonly until: Date;

  constructor({ until, reason }: PutOff) {
    super(reason);
    this.until = until;
  }
}
