import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor, simplify } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'reserveDoi');

export const description: INodeProperties[] = [
  draftLocator(shown, 'The draft that gets a DOI. One that has a DOI keeps it.'),
  options(shown, dryRun, simplify),
];

/** Gives a draft its DOI; nothing is registered before it is published. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('draftId');
  const withDoi = async () => {
    const now = await zenodo.drafts.get(id, call);
    return now.pids['doi'] ? now : undefined;
  };
  const draft = (await withDoi()) ?? (await once(turn, () => zenodo.dois.reserve(id, call), withDoi));
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
