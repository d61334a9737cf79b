import { ZenodoError } from './zenodo-error.ts';

/** No answer came: refused, cut, or not found. What the server did is unknown. */
export class ConnectionError extends ZenodoError {
  override name = 'ConnectionError' as const;
  override readonly code = 'connection';

  constructor(call: string, cause: unknown, advice = 'Try again later.') {
    super(`${call} got no answer: ${reasonOf(cause)}. ${advice}`, { cause });
  }
}

/** No answer came in time. What the server did is unknown. */
export class TimeoutError extends ZenodoError {
  override name = 'TimeoutError' as const;
  override readonly code = 'timeout';

  constructor(call: string, cause: unknown) {
    super(`${call} got no answer in time. Try again later.`, { cause });
  }
}

/** Node hides the reasons of several addresses in one error without a message of its own. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  if (!(cause instanceof Error)) return 'the connection failed';
  return cause.message.replace(/\.$/, '') || 'the connection failed';
}
