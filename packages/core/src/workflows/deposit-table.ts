import type { DepositStepName } from '../types/deposit.ts';
import type { DepositRun } from './deposit-run.ts';
import { becomeMine, bringFiles, checkFiles, describeDraft, enterDraft, leaveDraft, nameDoi } from './deposit-steps.ts';
import type { Outcome, Place } from './place.ts';
import { announcePublish, publishDraft } from './publish.ts';
import { submitForReview } from './review.ts';

/** One line of the table. `work` is done, then `step` is remembered; a run that stops in between does the work again. */
export interface Row {
  readonly step: DepositStepName;
  readonly does: string;
  readonly when?: (run: DepositRun) => boolean;
  readonly work: (run: DepositRun, place: Place) => Promise<Outcome>;
}

/**
 * The states of a draft, from top to bottom. Every work reads what is there before it does anything, so that the whole
 * table may be gone through again at any time, by any process; lines whose `when` does not hold are passed over.
 *
 * Before the table: `planned`, the draft or record of the key is looked for. After it, at a record: `reviewed` (when a
 * community had to decide), `published`, `findable`. A work can also lead away from its draft, to another draft or record
 * of the same key, with which the run goes on from the top.
 */
export const table: readonly Row[] = [
  { step: 'drafted', does: 'Takes up the draft, or makes it', work: enterDraft },
  { step: 'described', does: 'Writes the metadata, and stops if Zenodo would not publish it', work: describeDraft },
  { step: 'reserved', does: 'Reserves the DOI, which goes into files', when: (run) => run.namesDoi, work: nameDoi },
  { step: 'uploaded', does: 'Sends the files that are not there yet', work: bringFiles },
  { step: 'verified', does: 'Compares size and MD5 of every file with what was sent', work: checkFiles },
  { step: 'reserved', does: 'Looks for other drafts of this key, and reserves the DOI', work: becomeMine },
  { step: 'left', does: 'Leaves the draft to a person', when: (run) => run.leaves, work: leaveDraft },
  { step: 'submitted', does: 'Submits the draft to the community', when: (run) => run.submits !== undefined, work: submitForReview },
  { step: 'publishing', does: 'Notes that it is about to publish', when: (run) => run.publishes, work: announcePublish },
  { step: 'published', does: 'Publishes, for ever', when: (run) => run.publishes, work: publishDraft },
];
