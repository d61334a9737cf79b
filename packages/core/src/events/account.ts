import { accountBlocked } from './diff.ts';
import type { StepContext } from './step.ts';
import type { SourceState } from './watch-state.ts';

const message =
  "Zenodo refuses the account's own records, which it showed before: the account is blocked, or the token was revoked. Sign in to Zenodo to see which.";

/** The own records were shown. */
export function welcomedAccount(state: SourceState, { feeds }: StepContext): SourceState {
  const { subject = '', times = 0 } = state.account ?? {};
  return { ...state, account: { subject: subject || feeds.account || 'account', times, refusedAt: null, isRefused: false } };
}

/** The own records were refused: told when the second look, a while later, is refused too. */
export function refusedAccount(state: SourceState, { memory, settings }: StepContext, now: number): SourceState {
  const { account } = state;
  if (account === undefined || account.isRefused) return state;
  const { refusedAt } = account;
  if (refusedAt === null || now - refusedAt < settings.confirmMs) {
    return { ...state, account: { ...account, refusedAt: refusedAt ?? now }, dueAt: now + settings.confirmMs };
  }
  const times = account.times + 1;
  memory.tell([accountBlocked(account.subject, times, message, new Date(now).toISOString())]);
  return { ...state, account: { ...account, isRefused: true, times } };
}
