import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BlockedUsers } from './blocked-users.ts';
import type { Community } from './community.ts';
import { Documents } from './documents.ts';
import type { Concept, Entry } from './entry.ts';
import type { ReviewRequest } from './request.ts';
import { SearchIndex } from './search-index.ts';

const FIRST_ID = 1_000_000;

/**
 * All documents of one stand-in: written to SQLite before a method returns, and held in memory for reading.
 * The memory is filled from the file at the start and holds nothing else.
 */
export class Store {
  readonly index: SearchIndex;
  readonly communities: Documents<Community>;
  readonly requests: Documents<ReviewRequest>;
  readonly blockedUsers: BlockedUsers;
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  /** Changes that the index hears of once they are on the disk; undefined outside of a transaction. */
  #unheard: { id: string; entry: Entry | undefined }[] | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #concepts = new Map<string, Concept>();
  /** Ids of the versions of each parent. */
  readonly #versions = new Map<string, Set<string>>();

  /**
   * @param folder - where `stand-in.sqlite` lives; made when absent
   * @param durable - true: each change is synced to the disk; false: for a folder that is thrown away
   * @param index - sees each change, so that listings can lag behind
   */
  constructor(folder: string, durable: boolean, index: SearchIndex) {
    mkdirSync(folder, { recursive: true });
    this.index = index;
    this.#db = new DatabaseSync(path.join(folder, 'stand-in.sqlite'));
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'OFF'}; PRAGMA busy_timeout = 2000;
      CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS entries (id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS concepts (id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT;`);
    this.communities = new Documents(this.#db, 'communities', index.beside<Community>());
    this.requests = new Documents(this.#db, 'requests', index.beside<ReviewRequest>());
    this.blockedUsers = new BlockedUsers(this.#db);
    this.#load();
  }

  /** A named text, kept over restarts; made by `make` the first time. */
  setting(name: string, make: () => string): string {
    const row = this.#sql('SELECT value FROM settings WHERE name = ?').get(name);
    if (row) return String(row['value']);
    const value = make();
    this.#sql('INSERT INTO settings (name, value) VALUES (?, ?)').run(name, value);
    return value;
  }

  /** The next number of the one sequence that records, drafts and concepts share. Never given twice. */
  nextId(): string {
    const current = Number(this.setting('last-id', () => String(FIRST_ID)));
    this.#sql("UPDATE settings SET value = ? WHERE name = 'last-id'").run(String(current + 1));
    return String(current + 1);
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  concept(id: string): Concept | undefined {
    return this.#concepts.get(id);
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** All versions of a parent, oldest first; drafts of a next version included. */
  versionsOf(parentId: string): Entry[] {
    const ids = [...(this.#versions.get(parentId) ?? [])];
    return ids.map((id) => this.#entries.get(id)!).sort((a, b) => a.index - b.index);
  }

  /** Runs `work` so that all that it saves is on the disk together, or none of it. */
  atomically<T>(work: () => T): T {
    if (this.#unheard) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#unheard = [];
    const collections = [this.communities, this.requests];
    for (const collection of collections) collection.begin();
    try {
      const result = work();
      this.#db.exec('COMMIT');
      for (const { id, entry } of this.#unheard) this.index.changed(id, entry);
      for (const collection of collections) collection.committed();
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      for (const collection of collections) collection.rolledBack();
      this.#load();
      throw error;
    } finally {
      this.#unheard = undefined;
    }
  }

  saveEntry(entry: Entry): void {
    this.#sql('INSERT OR REPLACE INTO entries (id, doc) VALUES (?, ?)').run(entry.id, JSON.stringify(entry));
    this.#hold(entry);
    this.#announce(entry.id, entry);
  }

  removeEntry(id: string): void {
    this.#sql('DELETE FROM entries WHERE id = ?').run(id);
    this.#versions.get(this.#entries.get(id)?.parentId ?? '')?.delete(id);
    this.#entries.delete(id);
    this.#announce(id, undefined);
  }

  saveConcept(concept: Concept): void {
    this.#sql('INSERT OR REPLACE INTO concepts (id, doc) VALUES (?, ?)').run(concept.id, JSON.stringify(concept));
    this.#concepts.set(concept.id, concept);
  }

  #announce(id: string, entry: Entry | undefined): void {
    if (this.#unheard) this.#unheard.push({ id, entry });
    else this.index.changed(id, entry);
  }

  #sql(text: string): StatementSync {
    const known = this.#prepared.get(text) ?? this.#db.prepare(text);
    this.#prepared.set(text, known);
    return known;
  }

  close(): void {
    this.#db.close();
  }

  #load(): void {
    this.#concepts.clear();
    this.#entries.clear();
    this.#versions.clear();
    for (const row of this.#db.prepare('SELECT doc FROM concepts').all()) {
      const concept = JSON.parse(String(row['doc'])) as Concept;
      this.#concepts.set(concept.id, concept);
    }
    for (const row of this.#db.prepare('SELECT doc FROM entries').all()) {
      const entry = JSON.parse(String(row['doc'])) as Entry;
      this.#hold(entry);
      this.index.rebuild(entry);
    }
  }

  #hold(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    const ids = this.#versions.get(entry.parentId) ?? new Set();
    this.#versions.set(entry.parentId, ids.add(entry.id));
  }
}
