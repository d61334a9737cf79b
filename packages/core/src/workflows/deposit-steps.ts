import { depositUrnsOf } from '../identifiers/deposit-key.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import { describe, ensurePublishable } from './describe.ts';
import { presentFiles } from './import-files.ts';
import { removeFile, uploadFiles, verifyFiles } from './upload-files.ts';

/** Steps `drafted` and `described`. A draft that this run made has its metadata already. */
export async function describeDraft(run: DepositRun, found: Draft, fresh: boolean): Promise<Draft> {
  await run.reach('drafted', found, fresh ? `Made the draft ${found.id}.` : `Going on with the draft ${found.id}.`);
  const draft = fresh ? found : await describe(run, found);
  ensurePublishable(run, draft);
  await run.reach('described', draft, `The draft ${draft.id} has its metadata.`);
  return draft;
}

/** Steps `uploaded` and `verified`: all files are there, each with the size and MD5 of what was sent. */
export async function bringFiles(run: DepositRun, draft: Draft, fresh: boolean): Promise<readonly FileEntry[]> {
  const present = fresh ? [] : await presentFiles(run, draft);
  await uploadFiles(run, draft, present);
  await dropUnsent(run, draft, present);
  await run.reach('uploaded', draft, `${filesInWords(run)} in the draft ${draft.id}.`);
  const files = await verifyFiles(run, draft);
  await run.reach('verified', draft, 'All files have the size and MD5 of what was sent.');
  return files;
}

/**
 * Zenodo publishes no draft with a file that was announced and never came. One that another deposit left behind when it
 * stopped would hold up all that go on with its draft; it brings the file in a further version.
 */
async function dropUnsent(run: DepositRun, draft: Draft, present: readonly FileEntry[]): Promise<void> {
  if (!run.publishes || depositUrnsOf(draft.metadata.identifiers).every((urn) => urn === run.urn)) return;
  const ours = new Set(run.request.files.map(({ key }) => key));
  for (const { key, status } of present) if (status === 'pending' && !ours.has(key)) await removeFile(run, draft.id, key, run.call);
}

function filesInWords({ request: { files } }: DepositRun): string {
  if (files.length === 0) return 'No file was to be brought; those of others stay';
  return files.length === 1 ? `The file "${files[0]?.key}" is` : `All ${files.length} files are`;
}
