import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import { describe, ensurePublishable } from './describe.ts';
import { presentFiles } from './import-files.ts';
import { uploadFiles, verifyFiles } from './upload-files.ts';

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
  await uploadFiles(run, draft, fresh ? [] : await presentFiles(run, draft));
  await run.reach('uploaded', draft, `All ${run.request.files.length} files are in the draft ${draft.id}.`);
  const files = await verifyFiles(run, draft);
  await run.reach('verified', draft, 'All files have the size and MD5 of what was sent.');
  return files;
}
