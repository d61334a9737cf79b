export { AccountUnavailableError, UnknownAccountError } from './accounts/account-errors.ts';
export type { AccountOptions, AccountsOptions } from './accounts/account-options.ts';
export { ZenodoAccounts } from './accounts/zenodo-accounts.ts';
export {
  type AddOptions,
  DepositsService,
  type DepositsStats,
  DepositTimeoutError,
  type PreparedDeposit,
  type WaitOptions,
} from './deposits/deposits.service.ts';
export type { DepositsOptions, DepositThreadOptions, JobChange } from './deposits/deposits-options.ts';
export type { JobFailure, LastAnswer } from './deposits/failure.ts';
export type { MissedHook } from './deposits/hooks/hook-table.ts';
export { type DepositChange, type HookState, OnDeposit, type OnDepositOptions } from './deposits/hooks/on-deposit.ts';
export type { DepositJob, JobFile, JobProgress, JobState, NewDeposit, WaitingFor } from './deposits/job.ts';
export { type DepositEdit, JobNotFoundError, JobStateError } from './deposits/job-changes.ts';
export type { JobQuery } from './deposits/job-table.ts';
export { InvalidDepositError, jobIdOf } from './deposits/new-deposit.ts';
export type { AccountPause } from './deposits/pauses.ts';
export type { PutOff } from './deposits/put-off.ts';
export type { EventPlace, EventSelection } from './events/event-selection.ts';
export type { MissedEvent } from './events/event-table.ts';
export type { EventsOptions } from './events/events-options.ts';
export type { GatewayEvent } from './events/gateway-event.ts';
export { type EventDelivery, OnGatewayEvent, OnZenodoEvent, type OnZenodoEventOptions } from './events/on-zenodo-event.ts';
export { SqlWatchStore } from './events/sql-watch-store.ts';
export { type EventsBacklog, ZenodoEvents } from './events/zenodo-events.ts';
export { ZenodoHealth, type ZenodoHealthResult } from './health/zenodo-health.ts';
export { createPostgresStore, type PostgresStoreOptions } from './store/postgres-store.ts';
export { createSqliteStore, type SqliteStoreOptions } from './store/sqlite-store.ts';
export type {
  Claim,
  ClaimRequest,
  Migration,
  Row,
  SharedStore,
  SqlTransaction,
  SqlValue,
  Statement,
  Store,
  WriteResult,
} from './store/store.ts';
export { StaleWriteError, StoreError, type StoreProblem } from './store/store-errors.ts';
export { Telemetry, type TelemetryListener } from './telemetry/telemetry.ts';
export { DepositThread } from './thread/deposit-thread.ts';
export type { ZenodoWebhooksOptions } from './webhooks/webhooks-options.ts';
export { type SignedWebhook, ZenodoSignatureGuard, ZenodoWebhook } from './webhooks/zenodo-signature.guard.ts';
export { ZenodoWebhooksModule } from './webhooks/zenodo-webhooks.module.ts';
export { InjectDeposits, InjectStore, InjectZenodo } from './zenodo.decorators.ts';
export type { ZenodoModuleOptions, ZenodoOptionsFactory } from './zenodo.interfaces.ts';
export { ZenodoModule } from './zenodo.module.ts';
export { MODULE_OPTIONS_TOKEN as ZENODO_OPTIONS } from './zenodo.module-definition.ts';
export { depositsToken, ZENODO_CLIENT, ZENODO_STORE, zenodoToken } from './zenodo.tokens.ts';
