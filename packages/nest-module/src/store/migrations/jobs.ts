import type { Migration } from '../store.ts';

/** Names this module's changes among those of others in one database. */
export const jobMigrationsOwner = 'deposits';

/** One row a deposit job. Times are milliseconds since the epoch, JSON is text; see `job-row.ts` for the reading of it. */
export const jobMigrations: readonly Migration[] = [
  {
    name: '001-jobs',
    statements: [
      `CREATE TABLE {{prefix}}job (
        seq {{serial}},
        id TEXT NOT NULL UNIQUE,
        deposit_key TEXT NOT NULL,
        series TEXT,
        state TEXT NOT NULL,
        finish TEXT NOT NULL,
        metadata TEXT NOT NULL,
        files TEXT NOT NULL,
        meta TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0,
        setbacks BIGINT NOT NULL DEFAULT 0,
        fence BIGINT NOT NULL DEFAULT 0,
        lease_owner TEXT,
        due_at BIGINT,
        give_up_at BIGINT NOT NULL,
        journal TEXT,
        record_id TEXT,
        doi TEXT,
        concept_doi TEXT,
        html_url TEXT,
        problem TEXT,
        next_action TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      )`,
      'CREATE INDEX {{prefix}}job_due ON {{prefix}}job (due_at, seq, series, state) WHERE due_at IS NOT NULL',
      'CREATE INDEX {{prefix}}job_series ON {{prefix}}job (series, seq)',
      `CREATE INDEX {{prefix}}job_unfinished ON {{prefix}}job (series, seq) WHERE state IN ('queued', 'running', 'waiting')`,
      // Not only a help for claims: no two jobs of one series can ever run at once.
      `CREATE UNIQUE INDEX {{prefix}}job_running ON {{prefix}}job (series) WHERE state = 'running'`,
      'CREATE INDEX {{prefix}}job_state ON {{prefix}}job (state, seq)',
    ],
  },
  {
    name: '002-places-pauses-hooks',
    statements: [
      // The smaller the place, the sooner.
      'ALTER TABLE {{prefix}}job ADD COLUMN place BIGINT NOT NULL DEFAULT 0',
      `ALTER TABLE {{prefix}}job ADD COLUMN account TEXT NOT NULL DEFAULT 'default'`,
      'ALTER TABLE {{prefix}}job ADD COLUMN waiting_for TEXT',
      'ALTER TABLE {{prefix}}job ADD COLUMN failure TEXT',
      'ALTER TABLE {{prefix}}job ADD COLUMN sent_bytes BIGINT',
      'ALTER TABLE {{prefix}}job ADD COLUMN total_bytes BIGINT',
      'ALTER TABLE {{prefix}}job ADD COLUMN cancel_at BIGINT',
      'ALTER TABLE {{prefix}}job ADD COLUMN dropped TEXT',
      'DROP INDEX {{prefix}}job_due',
      'CREATE INDEX {{prefix}}job_next ON {{prefix}}job (place, due_at, seq, series, state, account) WHERE due_at IS NOT NULL',
      'CREATE INDEX {{prefix}}job_cancelled ON {{prefix}}job (lease_owner) WHERE cancel_at IS NOT NULL',
      `CREATE TABLE {{prefix}}pause (
        account TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL, paused_at BIGINT NOT NULL, check_at BIGINT NOT NULL
      )`,
      `CREATE TABLE {{prefix}}hook (name TEXT NOT NULL PRIMARY KEY, states TEXT NOT NULL, seen_at BIGINT NOT NULL)`,
      // `moment` tells two changes of one job into one state apart; the same change written again is one call.
      `CREATE TABLE {{prefix}}hook_call (
        seq {{serial}}, hook TEXT NOT NULL, job_id TEXT NOT NULL, state TEXT NOT NULL, moment TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0, fence BIGINT NOT NULL DEFAULT 0, due_at BIGINT, problem TEXT, created_at BIGINT NOT NULL,
        UNIQUE (hook, job_id, state, moment)
      )`,
      'CREATE INDEX {{prefix}}hook_call_due ON {{prefix}}hook_call (due_at, seq) WHERE due_at IS NOT NULL',
      'CREATE INDEX {{prefix}}hook_call_order ON {{prefix}}hook_call (hook, job_id, seq)',
    ],
  },
  {
    name: '003-rate',
    statements: [
      `CREATE TABLE {{prefix}}rate (
        budget_key TEXT NOT NULL PRIMARY KEY, known TEXT NOT NULL, version BIGINT NOT NULL, updated_at BIGINT NOT NULL
      )`,
    ],
  },
  {
    name: '004-reviews',
    statements: [
      'ALTER TABLE {{prefix}}job ADD COLUMN request_id TEXT',
      `CREATE INDEX {{prefix}}job_submitted ON {{prefix}}job (series) WHERE state = 'submitted'`,
    ],
  },
  {
    name: '005-accounts-traces',
    statements: [
      'ALTER TABLE {{prefix}}job ADD COLUMN trace TEXT',
      // A series is one of its account: users name theirs without knowing each other.
      'DROP INDEX {{prefix}}job_submitted',
      'DROP INDEX {{prefix}}job_series',
      'DROP INDEX {{prefix}}job_unfinished',
      'DROP INDEX {{prefix}}job_running',
      'CREATE INDEX {{prefix}}job_series ON {{prefix}}job (account, series, seq)',
      `CREATE INDEX {{prefix}}job_unfinished ON {{prefix}}job (account, series, seq) WHERE state IN ('queued', 'running', 'waiting')`,
      `CREATE UNIQUE INDEX {{prefix}}job_running ON {{prefix}}job (account, series) WHERE state = 'running'`,
      `CREATE INDEX {{prefix}}job_submitted ON {{prefix}}job (account, series) WHERE state = 'submitted'`,
    ],
  },
  {
    name: '006-own-terms',
    statements: ['ALTER TABLE {{prefix}}job ADD COLUMN give_up_after BIGINT', 'ALTER TABLE {{prefix}}job ADD COLUMN version_label TEXT'],
  },
];
