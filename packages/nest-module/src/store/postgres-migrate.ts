import type { ClientBase } from 'pg';
import { refuseForeignSchema } from './migration-order.ts';
import type { Migration } from './store.ts';

/** Applies what is missing in one transaction, one process at a time; the others wait and find it done. */
export async function migratePostgres(
  client: ClientBase,
  table: string,
  where: string,
  owner: string,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1 || current_schema(), 0))', [`zenodo-connect ${table} `]);
    const { rows: known } = await client.query<{ found: string | null }>('SELECT to_regclass($1)::text AS found', [table]);
    // Not even tried when it is there: a user without the right to make tables can work with those that the command made.
    if (!known[0]?.found)
      await client.query(
        `CREATE TABLE ${table} (owner TEXT NOT NULL, name TEXT NOT NULL, position BIGINT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (owner, name))`,
      );
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${table} WHERE owner = $1 ORDER BY position`, [owner]);
    const applied = rows.map(({ name }) => name);
    refuseForeignSchema(where, owner, applied, migrations);
    for (const [position, { name, statements }] of migrations.entries()) {
      if (position < applied.length) continue;
      for (const sql of statements) await client.query(sql);
      await client.query(`INSERT INTO ${table} (owner, name, position, applied_at) VALUES ($1, $2, $3, $4)`, [
        owner,
        name,
        position,
        Date.now(),
      ]);
    }
    await client.query('COMMIT');
  } catch (error) {
    // A connection that is gone has nothing to undo.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
