import { isDoi, type Zenodo } from '@zenodo-connect/core/portable';
import { sleep } from 'n8n-workflow';
import { createClient } from '../../shared/client.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Zenodo registers one to two seconds after publishing as a rule, hours after at the worst. */
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Waits until the DOI of a record leads somewhere, asking DataCite from seldom to more seldom. */
export const execute: Operation = async (turn) => {
  const minutes = Number(turn.option('minutes', 10));
  if (!(minutes >= 0)) turn.refuse("'Longest Wait' is not a number of minutes", 'Give 0 to look once');
  const dataciteUrl = turn.optionText('dataciteUrl')?.replace(/\/+$/, '');
  const zenodo = dataciteUrl ? await createClient(turn.context, { dataciteUrl }) : turn.zenodo;
  const record = await zenodo.records.get(turn.recordId('recordId'), turn.call);
  const doi = record.pids['doi']?.identifier;
  if (doi === undefined || !isDoi(doi)) return turn.refuse(`The record ${record.id} has no DOI`, 'Choose a published record');
  const findable = await awaited(turn, zenodo, doi, minutes * 60_000);
  return turn.gives({ id: record.id, doi, findable, url: `https://doi.org/${doi}` });
};

async function awaited(turn: Turn, zenodo: Zenodo, doi: string, mostMs: number): Promise<boolean> {
  let pauseMs = firstPauseMs;
  for (let waitedMs = 0; ; pauseMs = Math.min(pauseMs * 1.6, longestPauseMs)) {
    if (await zenodo.dois.findable(doi, turn.call)) return true;
    if (waitedMs >= mostMs) return false;
    const restMs = Math.min(pauseMs, mostMs - waitedMs);
    await sleep(restMs, turn.call.signal);
    waitedMs += restMs;
  }
}
