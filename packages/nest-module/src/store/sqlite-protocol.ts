import type { MessagePort } from 'node:worker_threads';
import type { Row, SqlValue, Statement, WriteResult } from './store.ts';
import type { StoreProblem } from './store-errors.ts';

/** What crosses between `SqliteStore` and its worker thread; only values that structured clone keeps. */
export interface WorkerSettings {
  readonly path: string;
  readonly busyTimeoutMs: number;
  readonly migrationTable: string;
}

export interface RenderedMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

export type WorkItem =
  | { readonly id: number; readonly kind: 'write'; readonly statements: readonly Statement[] }
  /** One statement with RETURNING, inside the shared commit. */
  | { readonly id: number; readonly kind: 'writeRows'; readonly statements: readonly Statement[] }
  | { readonly id: number; readonly kind: 'query'; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly id: number; readonly kind: 'migrate'; readonly owner: string; readonly migrations: readonly RenderedMigration[] }
  /** Another thread asks through this port from now on. */
  | { readonly id: number; readonly kind: 'share'; readonly port: MessagePort }
  /** Of a port: only this port. Of the thread that opened the database: the database, and every port. */
  | { readonly id: number; readonly kind: 'close' };

export type WriteItem = Extract<WorkItem, { kind: 'write' | 'writeRows' }>;

/** Errors do not keep their class through structured clone. */
export interface Failure {
  readonly problem: StoreProblem | 'stale';
  readonly message: string;
}

export type Answer =
  | { readonly id: number; readonly value: readonly WriteResult[] | readonly Row[] | undefined }
  | { readonly id: number; readonly failure: Failure };

export type WorkerMessage =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] };
