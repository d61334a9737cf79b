import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Lists the published records of a community. Zenodo allows 30 of these a minute. */
export const execute: Operation = async (turn) => {
  const community = turn.located('communityId', 'Community');
  const { limit } = limitOf(turn);
  const [words, sort] = [filterOf(turn, 'query'), filterOf(turn, 'sort')];
  const asked = { ...(words && { q: words }), ...(sort && { sort }), ...(limit && { limit }), size: Math.min(100, limit ?? 100) };
  return listed(turn, turn.zenodo.communities.records(community, asked, turn.call), simplifiedRecord);
};
