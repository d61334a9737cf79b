export {
  type AddOptions,
  DepositsService,
  type DepositsStats,
  DepositTimeoutError,
  type PreparedDeposit,
  type WaitOptions,
} from './deposits/deposits.service.ts';
export type { DepositsOptions, JobChange } from './deposits/deposits-options.ts';
export type { JobFailure, LastAnswer } from './deposits/failure.ts';
export { type DepositChange, type HookState, OnDeposit, type OnDepositOptions } from './deposits/hooks/on-deposit.ts';
export type { DepositJob, JobFile, JobProgress, JobState, NewDeposit, WaitingFor } from './deposits/job.ts';
export { type DepositEdit, JobNotFoundError, JobStateError } from './deposits/job-changes.ts';
export type { JobQuery } from './deposits/job-table.ts';
export { InvalidDepositError, jobIdOf } from './deposits/new-deposit.ts';
export type { AccountPause } from './deposits/pauses.ts';
export { createPostgresStore, type PostgresStoreOptions } from './store/postgres-store.ts';
export { createSqliteStore, type SqliteStoreOptions } from './store/sqlite-store.ts';
export type { Claim, ClaimRequest, Migration, Row, SqlTransaction, SqlValue, Statement, Store, WriteResult } from './store/store.ts';
export { StaleWriteError, StoreError, type StoreProblem } from './store/store-errors.ts';
export { InjectStore, InjectZenodo } from './zenodo.decorators.ts';
export type { ZenodoModuleOptions } from './zenodo.interfaces.ts';
export { ZenodoModule } from './zenodo.module.ts';
export { ZENODO_CLIENT, ZENODO_STORE } from './zenodo.tokens.ts';
