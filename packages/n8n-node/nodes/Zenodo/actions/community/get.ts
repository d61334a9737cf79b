import { raw, simplifiedCommunity } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Reads one community. */
export const execute: Operation = async (turn) => {
  const community = await turn.zenodo.communities.get(turn.located('communityId', 'Community'), turn.call);
  return turn.gives(turn.simplify ? simplifiedCommunity(community) : raw(community));
};
