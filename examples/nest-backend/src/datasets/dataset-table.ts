import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectStore, type Row, type Statement, type Store } from '@zenodo-connect/nestjs';

/** A dataset that was handed in; one sent again with other bytes has several of these. */
export interface DatasetVersion {
  readonly dataset: string;
  readonly job: string;
  readonly title: string;
  /** Known once it is published. */
  readonly doi: string | undefined;
}

/** The backend's own table, in the database in which the deposits are, so that neither is without the other. */
@Injectable()
export class DatasetTable implements OnModuleInit {
  readonly #store: Store;
  readonly #table: string;

  constructor(@InjectStore() store: Store) {
    this.#store = store;
    this.#table = store.table('dataset');
  }

  async onModuleInit(): Promise<void> {
    const columns = 'seq {{serial}}, job TEXT NOT NULL UNIQUE, dataset TEXT NOT NULL, title TEXT NOT NULL, doi TEXT';
    await this.#store.migrate('nest-backend', [
      {
        name: '001-datasets',
        statements: [
          `CREATE TABLE {{prefix}}dataset (${columns})`,
          'CREATE INDEX {{prefix}}dataset_name ON {{prefix}}dataset (dataset, seq)',
        ],
      },
    ]);
  }

  /** Written in one transaction with the deposit. */
  insert({ dataset, job, title }: Omit<DatasetVersion, 'doi'>): Statement {
    const sql = `INSERT INTO ${this.#table} (dataset, job, title) VALUES (?, ?, ?) ON CONFLICT (job) DO NOTHING`;
    return { sql, params: [dataset, job, title] };
  }

  async setDoi(job: string, doi: string): Promise<void> {
    await this.#store.write([{ sql: `UPDATE ${this.#table} SET doi = ? WHERE job = ?`, params: [doi, job] }]);
  }

  /** The newest first. */
  async versionsOf(dataset: string): Promise<readonly DatasetVersion[]> {
    const sql = `SELECT dataset, job, title, doi FROM ${this.#table} WHERE dataset = ? ORDER BY seq DESC LIMIT 100`;
    return (await this.#store.query(sql, [dataset])).map(versionOf);
  }
}

const versionOf = (row: Row): DatasetVersion => ({
  dataset: String(row['dataset']),
  job: String(row['job']),
  title: String(row['title']),
  doi: row['doi'] === null ? undefined : String(row['doi']),
});
