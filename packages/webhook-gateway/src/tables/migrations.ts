import type { Migration } from '@zenodo-connect/nestjs';

/** Names the gateway's changes among those of others in one database. */
export const gatewayMigrationsOwner = 'gateway';

/** Times are milliseconds since the epoch. */
export const gatewayMigrations: readonly Migration[] = [
  {
    name: '001-inbox-outbox',
    statements: [
      `CREATE TABLE {{prefix}}instance (id TEXT NOT NULL PRIMARY KEY, created_at BIGINT NOT NULL)`,
      `CREATE TABLE {{prefix}}token (
        id TEXT NOT NULL PRIMARY KEY, route TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, revoked_at BIGINT
      )`,
      `CREATE TABLE {{prefix}}inbox (
        id TEXT NOT NULL PRIMARY KEY, job_id TEXT NOT NULL, route TEXT NOT NULL, dataset TEXT NOT NULL, file TEXT NOT NULL,
        size BIGINT NOT NULL, md5 TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB, spool TEXT, received_at BIGINT NOT NULL
      )`,
      'CREATE INDEX {{prefix}}inbox_spool ON {{prefix}}inbox (spool) WHERE spool IS NOT NULL',
      `CREATE TABLE {{prefix}}idempotency (
        route TEXT NOT NULL, idempotency_key TEXT NOT NULL, inbox_id TEXT NOT NULL, created_at BIGINT NOT NULL,
        PRIMARY KEY (route, idempotency_key)
      )`,
      `CREATE TABLE {{prefix}}outbox (
        seq {{serial}}, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subject TEXT NOT NULL, job_id TEXT NOT NULL, body TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )`,
      `CREATE TABLE {{prefix}}delivery (
        seq {{serial}}, event_id TEXT NOT NULL, subscriber TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0, fence BIGINT NOT NULL DEFAULT 0, leased BIGINT NOT NULL DEFAULT 0, due_at BIGINT NOT NULL,
        last_status BIGINT, last_result TEXT, updated_at BIGINT NOT NULL, UNIQUE (event_id, subscriber)
      )`,
      `CREATE INDEX {{prefix}}delivery_due ON {{prefix}}delivery (subscriber, due_at, seq) WHERE state = 'pending'`,
      `CREATE INDEX {{prefix}}delivery_order ON {{prefix}}delivery (subscriber, subject, seq) WHERE state = 'pending'`,
      `CREATE TABLE {{prefix}}subscriber (
        name TEXT NOT NULL PRIMARY KEY, url TEXT NOT NULL, disabled_at BIGINT, last_at BIGINT, last_result TEXT
      )`,
    ],
  },
  {
    name: '002-release',
    statements: [
      // Set with the publishing: the bytes may go. `spool` stays until the file is removed.
      'ALTER TABLE {{prefix}}inbox ADD COLUMN released_at BIGINT',
      'CREATE INDEX {{prefix}}inbox_released ON {{prefix}}inbox (released_at) WHERE released_at IS NOT NULL AND spool IS NOT NULL',
    ],
  },
  {
    name: '003-latest-under-a-name',
    statements: ['CREATE INDEX {{prefix}}inbox_name ON {{prefix}}inbox (route, dataset, file, received_at)'],
  },
  {
    name: '004-one-instance',
    // Two processes that start at once on PostgreSQL each see an empty table; the second one's row is refused.
    statements: ['CREATE UNIQUE INDEX {{prefix}}instance_one ON {{prefix}}instance ((1))'],
  },
  {
    name: '010-files-of-a-job',
    statements: ['CREATE INDEX {{prefix}}inbox_job ON {{prefix}}inbox (job_id)'],
  },
];
