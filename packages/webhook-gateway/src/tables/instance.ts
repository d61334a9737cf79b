import { randomUUID } from 'node:crypto';
import type { Store } from '@zenodo-connect/nestjs';

/** Who this gateway is, for ever: made at the first start, and part of every event's id. */
export async function instanceId(store: Store): Promise<string> {
  const table = store.table('instance');
  const made = `urn:uuid:${randomUUID()}`;
  const sql = `INSERT INTO ${table} (id, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING`;
  await store.write([{ sql, params: [made, Date.now()] }]);
  const [row] = await store.query(`SELECT id FROM ${table}`);
  return String(row?.['id'] ?? made);
}
