import { ensureStored } from '../errors/checksum-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isChecksumError, isNotFoundError, isServerError, isUnclear, isValidationError } from '../errors/guards.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';
import { inParallel } from './in-parallel.ts';
import { UploadProgress } from './upload-progress.ts';

/** Sends files that the draft does not have. A pending one may still be receiving from a run before; started anew, it is another file. */
export async function uploadFiles(run: DepositRun, draft: Draft, { send, replace }: FileChanges): Promise<void> {
  for (const { key } of replace) await removeFile(run, draft.id, key, run.call);
  const missing = [...send, ...replace];
  await startFiles(run, draft.id, missing);
  const progress = new UploadProgress(missing, run.request.onProgress);
  await inParallel(run.settings.parallelUploads, missing, run.request.signal, async (source, signal) => {
    await uploadOne(run, draft.id, source, { ...run.call, signal, onBytes: (bytes) => progress.sent(source, bytes) });
    progress.done(source);
  });
}

/** Looks once more at what the draft holds, after all has been sent. */
export async function verifyFiles(run: DepositRun, draft: Draft, sources: readonly FileSource[]): Promise<readonly FileEntry[]> {
  const { entries } = await run.zenodo.files.list(draft.id, run.call);
  for (const source of sources) {
    const stored = entries.find(({ key, status }) => key === source.key && status !== 'pending');
    ensureStored(source, run.digests.get(source), stored);
  }
  return entries;
}

/** Announces files in one call. When its answer is lost, or some are there, the list says what is left to do. */
async function startFiles(run: DepositRun, id: string, sources: readonly FileSource[]): Promise<void> {
  let keys = sources.map(({ key }) => key);
  for (let tries = 0; keys.length > 0; tries++) {
    const started = await settled(run.zenodo.files.startMany(id, keys, run.call));
    if (started.ok) return;
    if (tries > 2 || !(isUnclear(started.error) || isValidationError(started.error))) throw started.error;
    const { entries } = await run.zenodo.files.list(id, run.call);
    const left = keys.filter((key) => !entries.some((entry) => entry.key === key));
    if (isValidationError(started.error) && left.length === keys.length) throw started.error;
    keys = left;
  }
}

interface SendOptions extends CallOptions {
  readonly onBytes: (sentBytes: number) => void;
}

/** Content and commit of one started file. What Zenodo did not keep, or kept wrong, is deleted and sent once more. */
async function uploadOne(run: DepositRun, id: string, source: FileSource, options: SendOptions): Promise<void> {
  const first = await settled(sendOne(run, id, source, options));
  if (first.ok) return;
  if (!wouldHelpAgain(first.error)) throw first.error;
  const again = await settled(sendAnew(run, id, source, options));
  if (again.ok) return;
  // Complete and wrong, it would be published by whoever goes on with this draft: deleted even when the others are stopped.
  const isWrong = isChecksumError(first.error) || isChecksumError(again.error);
  if (isWrong) await settled(removeFile(run, id, source.key, { maxRetries: 1 }));
  throw again.error;
}

async function sendAnew(run: DepositRun, id: string, source: FileSource, options: SendOptions): Promise<void> {
  await removeFile(run, id, source.key, options);
  const started = await settled(run.zenodo.files.start(id, source.key, options));
  if (!started.ok && !isUnclear(started.error)) throw started.error;
  await sendOne(run, id, source, options);
}

async function sendOne(run: DepositRun, id: string, source: FileSource, { onBytes, ...call }: SendOptions): Promise<void> {
  const sent = await run.zenodo.files.uploadContent(id, source, { ...call, onBytes });
  const md5 = sent.md5 || source.knownMd5;
  if (!md5) throw new ConfigurationError(`The file "${source.key}" has no MD5 to compare; let its source hash, or give "knownMd5".`);
  ensureStored(source, md5, await run.zenodo.files.commit(id, source.key, call));
  run.digests.set(source, md5);
}

/** A source that changed since it was announced would be the same the next time. */
function wouldHelpAgain(error: unknown): boolean {
  if (isChecksumError(error)) return error.reason === 'stored';
  return isServerError(error) || isNotFoundError(error) || isValidationError(error);
}

export async function removeFile(run: DepositRun, id: string, key: string, call: CallOptions): Promise<void> {
  const removed = await settled(run.zenodo.files.delete(id, key, call));
  if (!removed.ok && !isNotFoundError(removed.error)) throw removed.error;
}
