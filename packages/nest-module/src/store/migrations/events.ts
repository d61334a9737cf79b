import type { Migration } from '../store.ts';

export const eventMigrationsOwner = 'events';

/** Watchers with what they know, events, and what handlers are owed. Times are milliseconds since the epoch. */
export const eventMigrations: readonly Migration[] = [
  {
    name: '001-events',
    statements: [
      `CREATE TABLE {{prefix}}watcher (
        name TEXT NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, cursor TEXT NOT NULL, lease_owner TEXT, lease_until BIGINT NOT NULL DEFAULT 0
      )`,
      `CREATE TABLE {{prefix}}watch_known (
        watcher TEXT NOT NULL, known_key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (watcher, known_key)
      )`,
      `CREATE TABLE {{prefix}}watch_event (
        seq {{serial}}, watcher TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
        outgoing BIGINT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (watcher, id)
      )`,
      'CREATE INDEX {{prefix}}watch_event_outgoing ON {{prefix}}watch_event (watcher, seq) WHERE outgoing = 1',
      'CREATE INDEX {{prefix}}watch_event_created ON {{prefix}}watch_event (created_at)',
      `CREATE TABLE {{prefix}}watch_handler (
        name TEXT NOT NULL PRIMARY KEY, watcher TEXT NOT NULL, types TEXT NOT NULL, concepts TEXT NOT NULL, seen_at BIGINT NOT NULL
      )`,
      `CREATE TABLE {{prefix}}watch_call (
        seq {{serial}}, handler TEXT NOT NULL, watcher TEXT NOT NULL, event_id TEXT NOT NULL, subject TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0, fence BIGINT NOT NULL DEFAULT 0, due_at BIGINT, problem TEXT, created_at BIGINT NOT NULL,
        UNIQUE (handler, event_id)
      )`,
      'CREATE INDEX {{prefix}}watch_call_due ON {{prefix}}watch_call (due_at, seq) WHERE due_at IS NOT NULL',
      'CREATE INDEX {{prefix}}watch_call_order ON {{prefix}}watch_call (handler, subject, seq) WHERE due_at IS NOT NULL',
      'CREATE INDEX {{prefix}}watch_call_event ON {{prefix}}watch_call (watcher, event_id)',
    ],
  },
];
