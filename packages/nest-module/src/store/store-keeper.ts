import type { OnApplicationShutdown } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { eventMigrations, eventMigrationsOwner } from './migrations/events.ts';
import { jobMigrations, jobMigrationsOwner } from './migrations/jobs.ts';
import { createPostgresStore, type PostgresStoreOptions } from './postgres-store.ts';
import { createSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens the store with its job table, and closes last what it opened itself. */
@Injectable()
export class StoreKeeper implements OnApplicationShutdown {
  #own: Store | undefined;

  async open(given: Store | SqliteStoreOptions | PostgresStoreOptions): Promise<Store> {
    const store = await storeOf(given);
    if (store !== given) this.#own = store;
    try {
      await store.migrate(jobMigrationsOwner, jobMigrations);
      await store.migrate(eventMigrationsOwner, eventMigrations);
    } catch (error) {
      await this.onApplicationShutdown();
      throw error;
    }
    return store;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#own?.close();
  }
}

async function storeOf(given: Store | SqliteStoreOptions | PostgresStoreOptions): Promise<Store> {
  if ('path' in given) return createSqliteStore(given);
  return 'postgres' in given ? createPostgresStore(given) : given;
}
