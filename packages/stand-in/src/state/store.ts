import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BlockedUsers } from './blocked-users.ts';
import type { Community } from './community.ts';
import { Documents } from './documents.ts';
import type { Concept, Entry } from './entry.ts';
import { Listed } from './listed.ts';
import { Recent } from './recent.ts';
import type { ReviewRequest } from './request.ts';
import type { SearchIndex } from './search-index.ts';
import { Users } from './users.ts';

const FIRST_ID = 1_000_000;

/** How many parsed documents of a kind are held in memory; the others are read when they are asked for. */
const MOST_HELD = 500;

const PARENT = "json_extract(doc, '$.parentId')";
const BUCKETS = ["json_extract(doc, '$.draft.files.bucketId')", "json_extract(doc, '$.record.files.bucketId')"];
const DOIS = ['record', 'removed.record'].map((at) => `lower(json_extract(doc, '$.${at}.pids.doi.identifier'))`);
const EMBARGOES = ['draft', 'record'].map((side) => `json_extract(doc, '$.${side}.access.embargo.active')`);
const INDEXES = [PARENT, ...BUCKETS, ...DOIS, ...EMBARGOES].map((of, at) => `CREATE INDEX IF NOT EXISTS entries_${at} ON entries (${of});`);

/** All documents of one stand-in: written to SQLite before a method returns, so that nothing that was answered is lost. */
export class Store {
  readonly index: SearchIndex;
  readonly communities: Documents<Community>;
  readonly requests: Documents<ReviewRequest>;
  readonly blockedUsers: BlockedUsers;
  readonly users: Users;
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  /** Changes that the index hears of once they are on the disk; undefined outside of a transaction. */
  #unheard: Map<string, Listed | undefined> | undefined;
  readonly #entries = new Recent<Entry>(MOST_HELD, (id) => this.#read<Entry>('entries', id));
  readonly #concepts = new Recent<Concept>(MOST_HELD, (id) => this.#read<Concept>('concepts', id));

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
      CREATE TABLE IF NOT EXISTS concepts (id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT;
      ${INDEXES.join('\n')}`);
    this.communities = new Documents(this.#db, 'communities', index.beside<Community>());
    this.requests = new Documents(this.#db, 'requests', index.beside<ReviewRequest>());
    this.blockedUsers = new BlockedUsers(this.#db);
    this.users = new Users(this.#db);
    for (const { id } of this.#db.prepare('SELECT id FROM entries ORDER BY +rowid').all()) index.rebuild(this.#listed(String(id)));
  }

  /** True where nothing was deposited and no community made. */
  get isEmpty(): boolean {
    return this.#sql('SELECT id FROM entries UNION ALL SELECT id FROM communities LIMIT 1').get() === undefined;
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

  /** Every entry, the oldest first, read one by one. */
  *entries(): Iterable<Entry> {
    for (const { id } of this.#sql('SELECT id FROM entries ORDER BY rowid').all()) {
      const entry = this.entry(String(id));
      if (entry) yield entry;
    }
  }

  /** The entries with an embargo that has not been lifted. */
  embargoed(): Entry[] {
    return this.#found(EMBARGOES, 1);
  }

  /** The concepts of an owner to which a quota was given. */
  grantedQuotas(ownerId: string): Concept[] {
    const rows = this.#sql("SELECT doc FROM concepts WHERE instr(doc, '\"quotaBytes\":') > 0 AND json_extract(doc, '$.ownerId') = ?").all(
      ownerId,
    );
    return rows.map(({ doc }) => JSON.parse(String(doc)) as Concept);
  }

  /** The names of all bytes of files, logos and comments, deleted records included. Looked for in the texts, as parsing all would delay the start. */
  blobNames(): Set<string> {
    const names = new Set<string>();
    for (const { doc } of this.#db
      .prepare('SELECT doc FROM entries UNION ALL SELECT doc FROM communities UNION ALL SELECT doc FROM requests')
      .iterate())
      for (const [, name] of String(doc).matchAll(/"blob":"([^"]+)"/g)) names.add(name!);
    return names;
  }

  /** All versions of a parent, oldest first; drafts of a next version included. */
  versionsOf(parentId: string): Entry[] {
    return this.#found([PARENT], parentId).sort((a, b) => a.index - b.index);
  }

  /** The entry whose draft or record has that bucket. */
  withBucket(bucketId: string): Entry | undefined {
    return this.#found(BUCKETS, bucketId)[0];
  }

  /** The published or deleted records with that DOI, whatever its letters' case. */
  withDoi(doi: string): Entry[] {
    return this.#found(DOIS, doi.toLowerCase());
  }

  /** The entries in whose text those words stand, found without parsing the others. */
  mentioning(words: string): Entry[] {
    const rows = this.#sql('SELECT id FROM entries WHERE instr(doc, ?) > 0 ORDER BY rowid').all(words);
    return rows.map(({ id }) => this.#entries.get(String(id))!);
  }

  /** Runs `work` so that all that it saves is on the disk together, or none of it. */
  atomically<T>(work: () => T): T {
    if (this.#unheard) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#unheard = new Map();
    const collections = [this.communities, this.requests];
    for (const collection of collections) collection.begin();
    try {
      const result = work();
      this.#db.exec('COMMIT');
      for (const [id, listed] of this.#unheard) this.index.changed(id, listed);
      for (const collection of collections) collection.committed();
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      for (const collection of collections) collection.rolledBack();
      this.#entries.clear();
      this.#concepts.clear();
      throw error;
    } finally {
      this.#unheard = undefined;
    }
  }

  saveEntry(entry: Entry): void {
    this.#keepListed(entry.id);
    this.#write('entries', entry);
    this.#entries.hold(entry.id, entry);
    this.#announce(entry.id, this.#listed(entry.id));
  }

  removeEntry(id: string): void {
    this.#keepListed(id);
    this.#sql('DELETE FROM entries WHERE id = ?').run(id);
    this.#entries.forget(id);
    this.#announce(id, undefined);
  }

  saveConcept(concept: Concept): void {
    this.#write('concepts', concept);
    this.#concepts.hold(concept.id, concept);
  }

  /** Removes all documents and users that were added; the next id is the first again. */
  clear(): void {
    this.#db.exec("DELETE FROM entries; DELETE FROM concepts; DELETE FROM settings WHERE name = 'last-id'");
    for (const kind of [this.communities, this.requests, this.blockedUsers, this.users, this.index]) kind.clear();
    this.#entries.clear();
    this.#concepts.clear();
  }

  /** Listings may still show what is about to change. */
  #keepListed(id: string): void {
    const listed = this.index.newest(id);
    const row = listed && this.#sql('SELECT doc FROM entries WHERE id = ?').get(id);
    if (row) listed.keep(String(row['doc']));
  }

  #listed(id: string): Listed {
    return new Listed(id, this.#entryListed);
  }

  readonly #entryListed = (id: string): Entry => this.entry(id)!;

  #announce(id: string, listed: Listed | undefined): void {
    if (this.#unheard) this.#unheard.set(id, listed);
    else this.index.changed(id, listed);
  }

  #read<T>(table: string, id: string): T | undefined {
    const row = this.#sql(`SELECT doc FROM ${table} WHERE id = ?`).get(id);
    return row && (JSON.parse(String(row['doc'])) as T);
  }

  #write(table: string, document: { readonly id: string }): void {
    const text = `INSERT INTO ${table} (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`;
    this.#sql(text).run(document.id, JSON.stringify(document));
  }

  /** The entries for which one of the expressions has that value. */
  #found(expressions: readonly string[], value: string | number): Entry[] {
    const rows = expressions.flatMap((of) => this.#sql(`SELECT id FROM entries WHERE ${of} = ?`).all(value));
    return [...new Set(rows.map((row) => String(row['id'])))].map((id) => this.entry(id)!);
  }

  #sql(text: string): StatementSync {
    const known = this.#prepared.get(text) ?? this.#db.prepare(text);
    this.#prepared.set(text, known);
    return known;
  }

  close(): void {
    this.#db.close();
  }
}
