import type { Store } from '@zenodo-connect/nestjs';

/** How many drafts were left for a person; several deposits can share one. */
export async function countLeftDrafts(store: Store): Promise<number> {
  const [row] = await store.query(`SELECT COUNT(DISTINCT record_id) AS n FROM ${store.table('job')} WHERE state = 'left'`);
  return Number(row?.['n'] ?? 0);
}
