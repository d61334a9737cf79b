import type { DepositEnding, DepositRequest, DepositResult, Draft, DraftInput } from '@zenodo-connect/core/portable';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { plannedDeposit, rawDeposit, simplifiedDeposit } from './output.ts';
import type { Turn } from './turn.ts';

/** What a draft has beside its metadata and files. */
export type Beside = Pick<DraftInput, 'access' | 'pids' | 'custom_fields'>;

/** The ending that the form chooses. */
export function endingOf(turn: Turn): DepositEnding {
  const chosen = turn.value('whenDone', 'leave');
  if (chosen !== 'submit') return chosen === 'publish' ? 'publish' : 'leave';
  const comment = turn.optionText('comment');
  return { submitTo: turn.located('communityId', 'Community'), ...(comment && { comment }) };
}

/**
 * Deposits, with what a draft has beside its metadata; plans it only in a dry run. Repeated with the same key, it goes on
 * with the draft or answers the same record.
 */
export async function depositOf(turn: Turn, request: DepositRequest, beside: Beside = {}): Promise<INodeExecutionData[]> {
  if (turn.dryRun) {
    const plan = await turn.zenodo.plan({ ...request, ...turn.until });
    return turn.gives(plannedDeposit(plan, { metadata: { ...request.metadata } as IDataObject, ...(beside as IDataObject) }));
  }
  const result = await carriedOut(turn, { ...request, ...turn.until }, beside);
  return turn.gives(turn.simplify ? simplifiedDeposit(result) : rawDeposit(result));
}

async function carriedOut(turn: Turn, request: DepositRequest, beside: Beside): Promise<DepositResult> {
  if (Object.keys(beside).length === 0) return turn.zenodo.deposit(request);
  // Access and a DOI from elsewhere have to stand in the draft before it ends in any other way.
  const left = await turn.zenodo.deposit({ ...request, finish: 'leave' });
  if (left.status !== 'draft' || !left.draft) return left;
  turn.draftId = left.id;
  await besideIn(turn, left.draft, beside);
  return turn.zenodo.deposit(request);
}

/** Writes access, DOI and fields of the host into a draft. */
async function besideIn(turn: Turn, draft: Draft, beside: Beside): Promise<void> {
  const held = draft.pids['doi'];
  const wanted = beside.pids?.['doi'];
  // A DOI that was reserved has to be given back before another one can take its place.
  if (wanted && held && held.identifier !== wanted.identifier && held.provider !== 'external')
    await turn.zenodo.dois.discard(draft.id, turn.call);
  await turn.zenodo.drafts.update(draft.id, beside, turn.call);
}
