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
  {
    name: '030-subscriptions',
    statements: [
      "ALTER TABLE {{prefix}}subscriber ADD COLUMN source TEXT NOT NULL DEFAULT 'config'",
      // What the API was given, without secrets; and those, sealed.
      'ALTER TABLE {{prefix}}subscriber ADD COLUMN settings TEXT',
      'ALTER TABLE {{prefix}}subscriber ADD COLUMN sealed TEXT',
      // Failures in a row, since when, and until when nothing is sent.
      'ALTER TABLE {{prefix}}subscriber ADD COLUMN failures BIGINT NOT NULL DEFAULT 0',
      'ALTER TABLE {{prefix}}subscriber ADD COLUMN failing_since BIGINT',
      'ALTER TABLE {{prefix}}subscriber ADD COLUMN open_until BIGINT',
      `CREATE TABLE {{prefix}}attempt (
        seq {{serial}}, event_id TEXT NOT NULL, subscriber TEXT NOT NULL, number BIGINT NOT NULL, started_at BIGINT NOT NULL, ms BIGINT NOT NULL,
        phases TEXT, address TEXT, status BIGINT, result TEXT NOT NULL, answer TEXT, answer_cut BIGINT NOT NULL DEFAULT 0, body_sha256 TEXT NOT NULL
      )`,
      'CREATE INDEX {{prefix}}attempt_of ON {{prefix}}attempt (subscriber, seq)',
      'CREATE INDEX {{prefix}}attempt_event ON {{prefix}}attempt (event_id)',
      'CREATE INDEX {{prefix}}attempt_time ON {{prefix}}attempt (started_at)',
      'CREATE INDEX {{prefix}}delivery_state ON {{prefix}}delivery (state, seq)',
      'CREATE INDEX {{prefix}}outbox_time ON {{prefix}}outbox (created_at)',
    ],
  },
  {
    name: '031-people',
    statements: [
      `CREATE TABLE {{prefix}}person (
        name TEXT NOT NULL PRIMARY KEY, password TEXT NOT NULL, scopes TEXT NOT NULL, failures BIGINT NOT NULL DEFAULT 0, locked_until BIGINT,
        created_at BIGINT NOT NULL, signed_in_at BIGINT
      )`,
      `CREATE TABLE {{prefix}}invitation (
        sha256 TEXT NOT NULL PRIMARY KEY, scopes TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT
      )`,
      `CREATE TABLE {{prefix}}session (
        sha256 TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
      )`,
      `CREATE TABLE {{prefix}}api_token (
        id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL,
        expires_at BIGINT, last_used_at BIGINT, revoked_at BIGINT
      )`,
    ],
  },
  {
    name: '050-decisions',
    statements: [
      // One row a draft that somebody, or the clock, decides about. `job_id` is the last deposit that went into it.
      `CREATE TABLE {{prefix}}decision (
        draft_id TEXT NOT NULL PRIMARY KEY, job_id TEXT NOT NULL, route TEXT NOT NULL, dataset TEXT NOT NULL, mode TEXT NOT NULL,
        state TEXT NOT NULL, approvers TEXT, sent_by TEXT, open_at BIGINT, created_at BIGINT NOT NULL, decided_by TEXT, decided_at BIGINT
      )`,
      `CREATE INDEX {{prefix}}decision_open ON {{prefix}}decision (state, open_at)`,
      // What stop links are signed with.
      'ALTER TABLE {{prefix}}instance ADD COLUMN stop_key TEXT',
    ],
  },
  {
    name: '011-tokens-that-end',
    statements: ['ends_at', 'last_used_at', 'exposed_at'].map((name) => `ALTER TABLE {{prefix}}token ADD COLUMN ${name} BIGINT`),
  },
  {
    name: '014-seen',
    statements: [
      `CREATE TABLE {{prefix}}seen (
        source TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, problem TEXT, seen_at BIGINT NOT NULL, PRIMARY KEY (source, name, stamp)
      )`,
    ],
  },
  {
    name: '013-pull',
    statements: [
      `CREATE TABLE {{prefix}}pull (
        id TEXT NOT NULL PRIMARY KEY, route TEXT NOT NULL, dataset TEXT, meta TEXT NOT NULL, files TEXT NOT NULL, sha256 TEXT NOT NULL,
        state TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0, received_at BIGINT NOT NULL, due_at BIGINT NOT NULL, job_id TEXT, problem TEXT
      )`,
      `CREATE INDEX {{prefix}}pull_due ON {{prefix}}pull (route, due_at) WHERE state = 'pending'`,
    ],
  },
  {
    name: '012-gathering',
    statements: [
      `CREATE TABLE {{prefix}}gathering (
        id TEXT NOT NULL PRIMARY KEY, route TEXT NOT NULL, dataset TEXT NOT NULL, meta TEXT NOT NULL, result TEXT NOT NULL,
        opened_at BIGINT NOT NULL, due_at BIGINT, job_id TEXT, fence BIGINT NOT NULL DEFAULT 0
      )`,
      // A dataset collects into one set at a time.
      'CREATE UNIQUE INDEX {{prefix}}gathering_open ON {{prefix}}gathering (route, dataset) WHERE job_id IS NULL',
      'CREATE INDEX {{prefix}}gathering_due ON {{prefix}}gathering (due_at) WHERE job_id IS NULL',
    ],
  },
  {
    name: '051-publish-counts',
    statements: [
      'CREATE TABLE {{prefix}}publish_day (account TEXT NOT NULL, day TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (account, day))',
      'CREATE TABLE {{prefix}}publish_taken (account TEXT NOT NULL, day TEXT NOT NULL, deposit TEXT NOT NULL, PRIMARY KEY (account, day, deposit))',
      'CREATE TABLE {{prefix}}publish_stop (account TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL)',
    ],
  },
  {
    name: '052-retention',
    statements: [
      'ALTER TABLE {{prefix}}inbox ADD COLUMN release_at BIGINT',
      'CREATE INDEX {{prefix}}inbox_release ON {{prefix}}inbox (release_at) WHERE release_at IS NOT NULL AND released_at IS NULL',
    ],
  },
  {
    name: '060-audit',
    statements: [
      // `previous` makes one chain of it: two entries cannot follow the same one.
      `CREATE TABLE {{prefix}}audit (
        seq {{serial}}, at BIGINT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, asked TEXT,
        detail TEXT NOT NULL, previous TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE
      )`,
    ],
  },
  {
    name: '061-replays',
    statements: [
      `CREATE TABLE {{prefix}}replay (
        id TEXT NOT NULL PRIMARY KEY, subscriber TEXT NOT NULL, count BIGINT NOT NULL, queued BIGINT NOT NULL DEFAULT 0, started_at BIGINT NOT NULL,
        ended_at BIGINT, stopped_at BIGINT
      )`,
      'CREATE INDEX {{prefix}}replay_of ON {{prefix}}replay (subscriber, started_at)',
      // Which replay lets it go, and what it was before: what a stopped replay has not sent is that again.
      'ALTER TABLE {{prefix}}delivery ADD COLUMN replay TEXT',
      'ALTER TABLE {{prefix}}delivery ADD COLUMN state_before TEXT',
      'CREATE INDEX {{prefix}}delivery_replay ON {{prefix}}delivery (replay, state) WHERE replay IS NOT NULL',
    ],
  },
  {
    name: '062-leased',
    // Few at any time: what an earlier life was sending is found without reading all deliveries.
    statements: ['CREATE INDEX {{prefix}}delivery_leased ON {{prefix}}delivery (seq) WHERE leased = 1'],
  },
  {
    name: '063-publish-line',
    statements: [
      'CREATE TABLE {{prefix}}publish_line (job_id TEXT NOT NULL PRIMARY KEY, route TEXT NOT NULL)',
      'CREATE INDEX {{prefix}}publish_line_route ON {{prefix}}publish_line (route)',
    ],
  },
  {
    name: '064-attempt-retention',
    statements: [
      'ALTER TABLE {{prefix}}attempt ADD COLUMN forget_at BIGINT',
      'CREATE INDEX {{prefix}}attempt_forget ON {{prefix}}attempt (forget_at, started_at)',
    ],
  },
];
