/** Why the store could not do what was asked. */
export type StoreProblem =
  | 'locked'
  | 'not_writable'
  | 'full'
  | 'newer_schema'
  | 'not_a_database'
  | 'constraint'
  | 'statement'
  | 'closed'
  | 'crashed'
  | 'unreachable'
  | 'unclear'
  | 'io';

/** The store failed; the message is a sentence for a person, `problem` is for code. Nothing of the batch was written, unless it is `crashed` or `unclear`. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/**
 * A statement changed another number of rows than `expectChanges` said, so its batch was undone: most often a write under
 * the fence of a lease that somebody else has taken over meanwhile.
 */
export class StaleWriteError extends Error {
  override name = 'StaleWriteError';
}
