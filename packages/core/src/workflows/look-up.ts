import { depositUrnsOf } from '../identifiers/deposit-key.ts';
import { compareRecordIds } from '../identifiers/record-id.ts';
import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import { holdsAll } from './file-changes.ts';

/** What there is under an id: a draft that was never published, or a record. */
export type Found = { readonly draft: Draft; readonly record?: undefined } | { readonly record: ZenodoRecord; readonly draft?: undefined };

/** Reads what an id is now. A record whose metadata is being edited counts as the record. */
export async function open(run: DepositRun, id: RecordId): Promise<Found | undefined> {
  const draft = await run.zenodo.drafts.find(id, run.call);
  if (draft && !draft.is_published) return { draft };
  const record = await run.zenodo.records.find(id, run.call);
  return record && { record };
}

/**
 * Like `open`, but passes over a record that is not this deposit's although it has its key: one that another deposit made
 * of the draft in which this one stopped, before all of its files had come. They come in a further version then, if this
 * deposit may continue another.
 */
export async function openOwn(run: DepositRun, id: RecordId): Promise<Found | undefined> {
  const found = await open(run, id);
  if (!found?.record || run.request.previous === undefined || isOursAlone(run, found.record)) return found;
  return (await holdsAll(run, found.record)) ? found : undefined;
}

/** True for what a run of this deposit has described. */
export function carriesKey({ urn }: DepositRun, { metadata }: Pick<OwnRecord, 'metadata'>): boolean {
  return depositUrnsOf(metadata.identifiers).includes(urn);
}

/** No other deposit had a part in it. */
const isOursAlone = ({ urn }: DepositRun, { metadata }: Pick<OwnRecord, 'metadata'>): boolean =>
  depositUrnsOf(metadata.identifiers).every((one) => one === urn);

/** What carries this deposit's key, by the list of own records, which lags; read anew, since that list may be behind. */
export async function findByKey(run: DepositRun): Promise<Found | undefined> {
  for (const { id } of ranked(run, await carriers(run))) {
    const found = await openOwn(run, id);
    if (found) return found;
  }
  return undefined;
}

/** All drafts and records of the account with this key. */
export async function carriers(run: DepositRun): Promise<OwnRecord[]> {
  const query = { q: `metadata.identifiers.identifier:"${run.urn}"`, sort: 'newest', allVersions: true };
  const found: OwnRecord[] = [];
  for await (const one of run.zenodo.records.own(query, run.call)) found.push(one);
  return found.filter((one) => carriesKey(run, one));
}

/**
 * Records first, and of these those that no other deposit had a part in; then drafts. The oldest first, so that two runs
 * that see the same choose the same. The draft of a next version comes with the key of its published sibling and is not
 * that deposit's.
 */
export function ranked(run: DepositRun, found: readonly OwnRecord[]): OwnRecord[] {
  const published = found.filter((one) => one.is_published);
  const concepts = new Set(published.map(({ parent }) => parent.id));
  const drafts = found.filter((one) => !one.is_published && !concepts.has(one.parent.id));
  const byAge = (a: OwnRecord, b: OwnRecord) => compareRecordIds(a.id, b.id);
  const byRight = (a: OwnRecord, b: OwnRecord) => Number(isOursAlone(run, b)) - Number(isOursAlone(run, a)) || byAge(a, b);
  return [...published.sort(byRight), ...drafts.sort(byAge)];
}
