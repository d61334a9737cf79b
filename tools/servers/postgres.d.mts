import type { Server } from './server.mjs';

export interface PostgresServer extends Server {
  urlOf(database: string): string;
  createDatabase(): Promise<string>;
}

export function postgresMissing(): Promise<string | undefined>;
export function startPostgres(options?: { readonly settings?: Readonly<Record<string, string>> }): Promise<PostgresServer>;
