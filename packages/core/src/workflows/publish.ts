import { isNotFoundError, isRefusal, isUnclear, isValidationError } from '../errors/guards.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { DepositRun } from './deposit-run.ts';
import { withoutKey } from './describe.ts';
import type { Outcome, Place } from './place.ts';

/** Gives the draft a DOI if it has none. Asked twice, Zenodo answers 400; what the draft says counts. */
export async function reserveDoi(run: DepositRun, draft: Draft): Promise<Draft> {
  if (draft.pids['doi']) return draft;
  for (let tries = 0; ; tries++) {
    const reserved = await settled(run.zenodo.dois.reserve(draft.id, run.call));
    if (reserved.ok) return reserved.value;
    if (!isUnclear(reserved.error) && !isValidationError(reserved.error)) throw reserved.error;
    const now = await run.zenodo.drafts.get(draft.id, run.call);
    if (now.pids['doi']) return now;
    if (tries > 0 || isValidationError(reserved.error)) throw reserved.error;
  }
}

/** What is remembered before the call whose answer can be lost. */
export async function announcePublish(run: DepositRun, place: Place): Promise<Outcome> {
  await run.askToPublish(place.draft.id);
  return { place, message: `Publishing ${place.draft.id}.` };
}

/** The key goes in the last write before, if that is wished for. */
export async function publishDraft(run: DepositRun, { draft }: Place): Promise<Outcome> {
  if (run.request.dropKey) await withoutKey(run, draft);
  const published = await settled(publish(run, draft));
  if (published.ok) return { next: { record: published.value } };
  if (isRefusal(published.error)) await run.rememberRefusal(draft);
  throw await run.zenodo.publishGuard.refused(run.urn, published.error);
}

/**
 * Publishes once. When the answer is lost or a server's failure, the record is looked for until it is there; only when
 * it is not after all that time a second and last call is made. No draft to publish means that it is published already.
 */
async function publish(run: DepositRun, draft: Draft): Promise<ZenodoRecord> {
  for (let tries = 0; ; tries++) {
    const published = await settled(run.zenodo.drafts.publish(draft.id, run.call));
    if (published.ok) return published.value;
    if (isNotFoundError(published.error)) return theRecord(run, draft.id, published.error);
    if (!isUnclear(published.error)) throw published.error;
    const record = await awaitRecord(run, draft.id);
    if (record) return record;
    if (tries > 0) throw published.error;
  }
}

/** The record that a publish may have made, as soon as it is there. */
export function awaitRecord(run: DepositRun, id: string): Promise<ZenodoRecord | undefined> {
  return run.lookFor(() => run.zenodo.records.find(id, run.call));
}

async function theRecord(run: DepositRun, id: string, reason: unknown): Promise<ZenodoRecord> {
  const record = await run.zenodo.records.find(id, run.call);
  if (!record) throw reason;
  return record;
}
