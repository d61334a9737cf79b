import type { DepositStepName } from '../types/deposit.ts';
import { ZenodoError } from './zenodo-error.ts';

/** A deposit stopped on its way. `cause` says why; running it again with the same key goes on from there. */
export class DepositError extends ZenodoError {
  override name = 'DepositError' as const;
  override readonly code = 'deposit';
  /** The last step that was reached. */
  readonly step: DepositStepName;
  /** The draft as far as it came; undefined when none was made. */
  readonly draftId: string | undefined;

  constructor(step: DepositStepName, draftId: string | undefined, cause: unknown) {
    const place = draftId === undefined ? 'before a draft was made' : `after the step "${step}" of draft ${draftId}`;
    super(`The deposit stopped ${place}. ${sentence(cause)} Run it again with the same key: it goes on from there.`, { cause });
    this.step = step;
    this.draftId = draftId;
  }
}

function sentence(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
