/**
 * Core without Node's network and without zod: bring a transport and a clock. It names no timer, no `process`, no
 * `console`, and imports nothing of Node but `crypto`.
 */
import { ZenodoClient } from './client.ts';
import type { PortableOptions } from './options.ts';

/** @throws {ConfigurationError} an option is missing or wrong */
export function createZenodo(options: PortableOptions): ZenodoClient {
  return new ZenodoClient(options);
}

export { ZenodoClient, ZenodoClient as Zenodo } from './client.ts';
export * from './errors/api-errors.ts';
export { ChecksumError, type ChecksumReason } from './errors/checksum-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConnectionError, TimeoutError } from './errors/connection-errors.ts';
export { DepositError } from './errors/deposit-error.ts';
export * from './errors/deposit-stops.ts';
export { fieldLabel } from './errors/field-label.ts';
export * from './errors/guards.ts';
export { ReplyShapeError } from './errors/reply-shape-error.ts';
export { type ErrorCode, ZenodoError } from './errors/zenodo-error.ts';
export * from './events/event-types.ts';
export { MemoryWatchStore } from './events/memory-watch-store.ts';
export type { WatchSource } from './events/sources.ts';
export type { WatchOptions } from './events/watch-options.ts';
export type * from './events/watch-store.ts';
export { type Poll, type PollOptions, type RunOptions, Watcher, type WatchFailure } from './events/watcher.ts';
export { depositUrn, isDepositUrn } from './identifiers/deposit-key.ts';
export { ensureDoi, isDoi, parseDoi } from './identifiers/doi.ts';
export { fileGlob } from './identifiers/file-glob.ts';
export { ensureFileLimits, type FileLimits } from './identifiers/file-limits.ts';
export { ensureRecordId, isRecordId } from './identifiers/record-id.ts';
export { fromCitationCff } from './metadata/citation-cff.ts';
export { fromCodemeta } from './metadata/codemeta.ts';
export type { Conversion, Loss } from './metadata/conversion.ts';
export { fromRoCrate } from './metadata/ro-crate.ts';
export { fromZenodoJson } from './metadata/zenodo-json.ts';
export { type PortableOptions, version } from './options.ts';
export type { CommunityQuery, InclusionOptions } from './resources/communities.ts';
export type { UploadOptions } from './resources/files.ts';
export type { Citation, DeletionReason } from './resources/records.ts';
export type { RequestQuery } from './resources/requests.ts';
export { type DoiInTextOptions, doiInText } from './sources/doi-in-text.ts';
export { type ByteStream, type FileFromStreamOptions, fileFromStream } from './sources/file-from-stream.ts';
export type { BytesOptions } from './transport/content-bytes.ts';
export type { LogEntry } from './transport/notices.ts';
export { LocalRateBudget, type RateBudget, type RatePermit } from './transport/rate-budget.ts';
export { afterLanding, afterSending, type RateTold, type RateWindow, unknownWindow, waitIn } from './transport/rate-window.ts';
export type { TokenSource } from './transport/token.ts';
export type { QueryValue, Transport, TransportReply, TransportRequest } from './transport/transport.ts';
export type * from './types/access.ts';
export type * from './types/bulk-edit.ts';
export type { CallOptions, PublishOptions } from './types/call-options.ts';
export type * from './types/community.ts';
export type * from './types/deposit.ts';
export type * from './types/deposit-plan.ts';
export type * from './types/download.ts';
export type { DraftChange, DraftInput } from './types/draft-input.ts';
export type { ExportFormat } from './types/export-format.ts';
export type * from './types/file.ts';
export type * from './types/file-source.ts';
export type * from './types/metadata.ts';
export type * from './types/page.ts';
export type * from './types/publish-guard.ts';
export type * from './types/record.ts';
export type { CheckReply, ReplyShape, ReplyShapes } from './types/reply-shape.ts';
export type * from './types/request.ts';
export type * from './types/statistics.ts';
export type * from './types/vocabulary.ts';
export type { Wait } from './types/wait.ts';
export { memoryBulkEditJournal } from './workflows/bulk-edit-journal.ts';
export { DepositPlan } from './workflows/deposit-plan.ts';
export { memoryJournal } from './workflows/memory-journal.ts';
export { MemoryPublishCounter } from './workflows/memory-publish-counter.ts';
export type { PublishGuard } from './workflows/publish-guard.ts';
