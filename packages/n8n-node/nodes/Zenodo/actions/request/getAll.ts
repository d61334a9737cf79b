import type { RequestQuery } from '@zenodo-connect/core/portable';
import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { chosenIn } from '../../shared/locators.ts';
import { simplifiedRequest } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Lists requests that the caller made or may decide, or those of a community. */
export const execute: Operation = async (turn) => {
  const community = chosenIn(turn.value('filters.community', ''));
  const { requests } = turn.zenodo;
  const asked = { ...askedOf(turn), ...limitOf(turn) };
  const list = community ? requests.ofCommunity(community, asked, turn.call) : requests.own(asked, turn.call);
  return listed(turn, list, simplifiedRequest);
};

function askedOf(turn: Turn): RequestQuery {
  const [words, status, type] = [filterOf(turn, 'query'), filterOf(turn, 'status') ?? 'any', filterOf(turn, 'type') ?? 'any'];
  return {
    ...(words && { q: words }),
    ...(status === 'open' && { isOpen: true }),
    ...(status !== 'open' && status !== 'any' && { status }),
    ...(type !== 'any' && { type }),
  };
}
