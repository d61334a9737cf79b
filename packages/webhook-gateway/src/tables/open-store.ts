import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createPostgresStore, createSqliteStore, type PostgresStoreOptions, type Store } from '@zenodo-connect/nestjs';
import { gatewayMigrations, gatewayMigrationsOwner } from './migrations.ts';

/** The database of a gateway, with the gateway's tables; commands open it too while the gateway runs. */
export async function openStore(folder: string, postgres?: PostgresStoreOptions): Promise<Store> {
  const store = postgres ? await createPostgresStore(postgres) : await openSqlite(folder);
  try {
    await migrateGateway(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function openSqlite(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'gateway.db');
  // SQLite would make it readable by all, and its companions get the mode of the file; the folder may have been there, and open.
  await (await open(path, 'a', 0o600)).close();
  return createSqliteStore({ path });
}

export async function migrateGateway(store: Store): Promise<void> {
  await store.migrate(gatewayMigrationsOwner, gatewayMigrations);
}
