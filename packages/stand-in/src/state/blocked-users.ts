import type { DatabaseSync } from 'node:sqlite';

/** Users whose account is blocked, kept over restarts. Their tokens are worth nothing while it is. */
export class BlockedUsers {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec('CREATE TABLE IF NOT EXISTS blocked_users (id TEXT PRIMARY KEY) STRICT;');
  }

  has(id: string): boolean {
    return this.#db.prepare('SELECT id FROM blocked_users WHERE id = ?').get(id) !== undefined;
  }

  add(id: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO blocked_users (id) VALUES (?)').run(id);
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM blocked_users WHERE id = ?').run(id);
  }

  clear(): void {
    this.#db.exec('DELETE FROM blocked_users');
  }
}
