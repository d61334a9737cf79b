import type { DatabaseSync } from 'node:sqlite';
import type { SearchIndex } from './search-index.ts';

interface Named {
  readonly id: string;
}

/** The documents of one kind: written to a table of their own, held in memory for reading, shown in listings with the index's lag. */
export class Documents<T extends Named> {
  readonly index: SearchIndex<T>;
  readonly #db: DatabaseSync;
  readonly #table: string;
  readonly #held = new Map<string, T>();
  /** Changes that the index hears of once they are on the disk; undefined outside of a transaction. */
  #unheard: Map<string, T | undefined> | undefined;

  /** @param table - name of the table; made when absent */
  constructor(db: DatabaseSync, table: string, index: SearchIndex<T>) {
    this.#db = db;
    this.#table = table;
    this.index = index;
    db.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT`);
    this.#read();
    for (const document of this.#held.values()) index.rebuild(document);
  }

  get(id: string): T | undefined {
    return this.#held.get(id);
  }

  all(): Iterable<T> {
    return this.#held.values();
  }

  save(document: T): void {
    // An update keeps the row's place, and with it the order of listings over a restart.
    const text = `INSERT INTO ${this.#table} (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`;
    this.#db.prepare(text).run(document.id, JSON.stringify(document));
    this.#held.set(document.id, document);
    this.#announce(document.id, document);
  }

  remove(id: string): void {
    this.#db.prepare(`DELETE FROM ${this.#table} WHERE id = ?`).run(id);
    this.#held.delete(id);
    this.#announce(id, undefined);
  }

  clear(): void {
    this.#db.exec(`DELETE FROM ${this.#table}`);
    this.#held.clear();
    this.index.clear();
  }

  /** The store's transaction begins. */
  begin(): void {
    this.#unheard = new Map();
  }

  /** The store's transaction is on the disk. */
  committed(): void {
    for (const [id, document] of this.#unheard ?? []) this.index.changed(id, document);
    this.#unheard = undefined;
  }

  /** The store's transaction left nothing. */
  rolledBack(): void {
    const changed = (this.#unheard?.size ?? 0) > 0;
    this.#unheard = undefined;
    if (changed) this.#read();
  }

  #announce(id: string, document: T | undefined): void {
    if (this.#unheard) this.#unheard.set(id, document);
    else this.index.changed(id, document);
  }

  #read(): void {
    this.#held.clear();
    for (const row of this.#db.prepare(`SELECT doc FROM ${this.#table} ORDER BY rowid`).all()) {
      const document = JSON.parse(String(row['doc'])) as T;
      this.#held.set(document.id, document);
    }
  }
}
