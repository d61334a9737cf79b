import type { INodeProperties } from 'n8n-workflow';
import { options, shownFor, simplify } from '../../shared/fields.ts';
import { recordLocator } from '../../shared/locators.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('record', 'get');

export const description: INodeProperties[] = [
  recordLocator(shown, 'The published record to read. The ID or DOI of all versions gives the newest one.'),
  options(shown, simplify, {
    displayName: 'Version',
    name: 'version',
    type: 'options',
    options: [
      { name: 'Latest', value: 'latest', description: 'The newest version of the same record' },
      { name: 'This One', value: 'this', description: 'The version that is named' },
    ],
    default: 'this',
    description: 'Which version to read',
  }),
];

/** Reads one published record. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('recordId');
  const record = turn.option('version', 'this') === 'latest' ? await zenodo.versions.latest(id, call) : await zenodo.records.get(id, call);
  return turn.gives(turn.simplify ? simplifiedRecord(record) : raw(record));
};
