import { isNotFoundError } from '../errors/guards.ts';
import { depositUrnsOf } from '../identifiers/deposit-key.ts';
import { compareRecordIds } from '../identifiers/record-id.ts';
import type { FileEntry } from '../types/file.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { DepositRun } from './deposit-run.ts';
import { md5Of } from './digests.ts';
import { carriers, type Found, open, openOwn, ranked } from './look-up.ts';

/** What has this key besides a draft. `older` has the better right, so that the deposit goes on with it. */
export interface Rivals {
  readonly older: Found | undefined;
  readonly younger: readonly RecordId[];
}

/** Looks at what carries this key by now: another run may have made a draft before the list showed ours. */
export async function rivalsOf(run: DepositRun, draft: Draft): Promise<Rivals> {
  const younger: RecordId[] = [];
  for (const { id } of ranked(run, await currentCarriers(run, draft.id))) {
    // Read anew: the list may still show as a draft what is a record by now.
    const now = id === draft.id ? undefined : await openOwn(run, id);
    if (now?.record || (now && compareRecordIds(id, draft.id) < 0)) return { older: now, younger: [] };
    if (now) younger.push(id);
  }
  return { older: undefined, younger };
}

/**
 * A run with a journal has looked long enough if it was stopped while it made its draft. One without cannot know of a run
 * before it: it waits until the list shows its own draft, and with it all that were made earlier.
 */
async function currentCarriers(run: DepositRun, id: RecordId): Promise<readonly OwnRecord[]> {
  let found = await carriers(run);
  if (run.request.journal) return found;
  await run.lookFor(async () => {
    if (!found.some((one) => one.id === id)) found = await carriers(run);
    return found.find((one) => one.id === id);
  });
  return found;
}

/** Drafts of this key that the list shows only now, when the record is there. A list that cannot be read is no reason to call it failed. */
export async function lateRivals(run: DepositRun): Promise<readonly RecordId[]> {
  const found = await settled(carriers(run));
  run.request.signal?.throwIfAborted();
  return found.ok ? ranked(run, found.value).flatMap((one) => (one.is_published ? [] : [one.id])) : [];
}

/**
 * Discards the other drafts of this key: those that no other deposit goes on with and whose files are all in what won.
 * One that holds more is left for a person.
 */
export async function discardRivals(run: DepositRun, drafts: Iterable<RecordId>, winning: readonly FileEntry[]): Promise<void> {
  for (const id of drafts) {
    const found = await open(run, id);
    if (!found?.draft) continue;
    if (depositUrnsOf(found.draft.metadata.identifiers).some((urn) => urn !== run.urn)) continue;
    if (await holdsMore(run, found.draft, winning)) {
      run.note(`The draft ${id} has this key too, and files that are nowhere else: it is left for a person.`);
      continue;
    }
    const discarded = await settled(run.zenodo.drafts.delete(id, run.call));
    if (!discarded.ok && !isNotFoundError(discarded.error)) throw discarded.error;
    if (discarded.ok) run.note(`Discarded the draft ${id}, a second one of this key with nothing of its own.`);
  }
}

/** True when a draft has a file that is neither in what won nor what this deposit itself would put there, with that draft's DOI in it. */
async function holdsMore(run: DepositRun, draft: Draft, winning: readonly FileEntry[]): Promise<boolean> {
  const { entries } = await run.zenodo.files.list(draft.id, run.call);
  const sources = run.sourcesFor(draft);
  for (const { key, checksum, status } of entries) {
    if (status === 'pending' || winning.some((file) => file.key === key && file.checksum === checksum)) continue;
    const source = sources.find((one) => one.key === key);
    if (!source || checksum !== `md5:${await md5Of(run, source)}`) return true;
  }
  return false;
}
