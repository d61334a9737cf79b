import { isNotFoundError, type Zenodo } from '@zenodo-connect/core';
import type { StoredJob } from './job-row.ts';

/**
 * Takes out of the draft what an earlier try brought and a person took out of the deposit since. Only files with the very
 * bytes: one of another deposit of the series stays. True when there was something to do.
 */
export async function removeDropped({ dropped, recordId }: StoredJob, zenodo: Zenodo, signal: AbortSignal): Promise<boolean> {
  if (dropped.length === 0) return false;
  const call = { signal };
  const draft = recordId === undefined ? undefined : await zenodo.drafts.find(recordId, call);
  if (!draft || recordId === undefined) return true;
  const { entries } = await zenodo.files.list(recordId, call);
  for (const { key, md5 } of dropped) {
    if (!entries.some((entry) => entry.key === key && entry.checksum === `md5:${md5}`)) continue;
    await zenodo.files.delete(recordId, key, call).catch((error: unknown) => {
      if (!isNotFoundError(error)) throw error;
    });
  }
  return true;
}
