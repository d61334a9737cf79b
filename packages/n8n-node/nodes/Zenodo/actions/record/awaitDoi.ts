import { isDoi, type Zenodo } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { createClient } from '../../shared/client.ts';
import { options, shownFor } from '../../shared/fields.ts';
import { recordLocator } from '../../shared/locators.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

const shown = shownFor('record', 'awaitDoi');

export const description: INodeProperties[] = [
  recordLocator(shown, 'The published record whose DOI is waited for'),
  options(
    shown,
    {
      displayName: 'DataCite URL',
      name: 'dataciteUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.datacite.org',
      description: 'Where DOIs of another InvenioRDM host are registered. Zenodo and its sandbox need none.',
    },
    {
      displayName: 'Longest Wait',
      name: 'minutes',
      type: 'number',
      typeOptions: { minValue: 0 },
      default: 10,
      description: 'Minutes after which it ends with findable set to false. Zenodo registers within seconds as a rule.',
    },
  ),
];

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
