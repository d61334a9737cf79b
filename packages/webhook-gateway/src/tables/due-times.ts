import type { Statement, Store } from '@zenodo-connect/nestjs';

/** What waits for its time, and is nobody's just now. Held drafts are not in it: theirs is a time of the calendar. */
const waiting = [
  ['delivery', "state = 'pending' AND leased = 0"],
  ['pull', "state = 'pending'"],
  ['gathering', 'job_id IS NULL'],
] as const;

/** Lets all of it wait so much less, since the clock was set back. */
export function bringForward(store: Store, byMs: number, now: number): readonly Statement[] {
  return waiting.map(([name, where]) => ({
    sql: `UPDATE ${store.table(name)} SET due_at = CASE WHEN due_at - ? > ? THEN due_at - ? ELSE ? END WHERE due_at > ? AND ${where}`,
    params: [byMs, now, byMs, now, now],
  }));
}
