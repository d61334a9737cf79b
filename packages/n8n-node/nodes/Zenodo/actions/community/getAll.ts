import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { simplifiedCommunity } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Lists communities. */
export const execute: Operation = async (turn) => {
  const [words, type] = [filterOf(turn, 'query'), filterOf(turn, 'type')];
  const asked = { ...(words && { q: words }), ...(type && { type }), ...limitOf(turn) };
  const { communities } = turn.zenodo;
  const list = turn.value('filters.own', false) ? communities.own(asked, turn.call) : communities.search(asked, turn.call);
  return listed(turn, list, simplifiedCommunity);
};
