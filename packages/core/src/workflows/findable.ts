import type { ZenodoRecord } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { findableMs } from './deposit-request.ts';
import type { DepositRun } from './deposit-run.ts';

/** Zenodo registers one to two seconds after publishing as a rule, hours after at the worst. */
const firstPauseMs = 2000;
const longestPauseMs = 60_000;

/**
 * Asks DataCite from seldom to more seldom until the DOI leads somewhere. A DataCite that does not answer is asked again;
 * when the time is over the record is published all the same.
 */
export async function awaitFindable(run: DepositRun, record: ZenodoRecord): Promise<boolean | undefined> {
  const { awaitFindable: wanted } = run.request;
  const doi = record.pids['doi']?.identifier;
  if (wanted === undefined || wanted === false || doi === undefined) return undefined;
  const mostMs = wanted === true ? findableMs : wanted;
  let pauseMs = firstPauseMs;
  for (let waitedMs = 0; ; pauseMs = Math.min(pauseMs * 1.6, longestPauseMs)) {
    const asked = await settled(run.zenodo.dois.findable(doi, { ...run.call, maxRetries: 0 }));
    run.request.signal?.throwIfAborted();
    if (asked.ok && asked.value) {
      await run.reach('findable', record, `DataCite knows the DOI ${doi}.`);
      return true;
    }
    if (waitedMs >= mostMs) break;
    const restMs = Math.min(pauseMs, mostMs - waitedMs);
    await run.settings.transport.sleep(restMs, run.request.signal);
    waitedMs += restMs;
  }
  run.note(`DataCite does not show the DOI ${doi} yet, after ${Math.round(mostMs / 1000)} s; the record is published all the same.`);
  return false;
}
