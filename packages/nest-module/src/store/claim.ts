import type { ClaimRequest, Statement } from './store.ts';

/** What a job says from its claim until its first step. */
export const startedWords = 'Running: the deposit has just been started.';

/** States in which a job is claimed for a look, and keeps them. */
const looked = `'published', 'left', 'submitted'`;

/**
 * The one statement that leases due jobs. `due_at` is the time from which a job may be claimed: of a waiting job its next
 * try, of a leased one the end of the lease, so that a dead worker's job is due again by itself.
 *
 * A deposit waits while an earlier one of its series is unfinished, or while another one runs (a retried job can be earlier
 * than the running one) or is with a community, and while its account is paused. Published, left and submitted jobs are
 * claimed for a look; a look at DataCite needs no token.
 */
export function claimStatement(
  table: (name: string) => string,
  { owner, limit, now, leaseMs }: ClaimRequest,
  dialect: 'sqlite' | 'postgres' = 'sqlite',
): Statement {
  const job = table('job');
  const due = `
      SELECT j.seq FROM ${job} j
      WHERE j.due_at IS NOT NULL AND j.due_at <= ? AND (j.state = 'published' OR (
        j.account NOT IN (SELECT account FROM ${table('pause')}) AND (
          j.state IN ('left', 'submitted') OR j.series IS NULL OR (
            NOT EXISTS (SELECT 1 FROM ${job} e WHERE e.account = j.account AND e.series = j.series AND e.seq < j.seq AND e.state IN ('queued', 'running', 'waiting'))
            AND NOT EXISTS (SELECT 1 FROM ${job} s WHERE s.account = j.account AND s.series = j.series AND s.state = 'submitted')
            AND NOT EXISTS (SELECT 1 FROM ${job} r WHERE r.account = j.account AND r.series = j.series AND r.seq <> j.seq AND r.state = 'running')))))
      ORDER BY j.place, j.due_at, j.seq LIMIT ?`;
  const change = `
    UPDATE ${job} SET
      state = CASE WHEN state IN (${looked}) THEN state ELSE 'running' END,
      attempts = attempts + CASE WHEN state IN (${looked}) THEN 0 ELSE 1 END,
      next_action = CASE WHEN state IN (${looked}) THEN next_action ELSE '${startedWords}' END,
      waiting_for = NULL, fence = fence + 1, lease_owner = ?, due_at = ?, updated_at = ?`;
  // In PostgreSQL the rows are locked before they are changed, so that claims run beside each other; materialised, since the
  // planner may otherwise run the choice again for each row and lock more than the limit.
  if (dialect === 'postgres') {
    const sql = `WITH due AS MATERIALIZED (${due} FOR UPDATE OF j SKIP LOCKED)${change} FROM due WHERE due.seq = ${job}.seq RETURNING id, fence`;
    return { sql, params: [now, limit, owner, now + leaseMs, now] };
  }
  return { sql: `${change} WHERE seq IN (${due}) RETURNING id, fence`, params: [owner, now + leaseMs, now, now, limit] };
}
