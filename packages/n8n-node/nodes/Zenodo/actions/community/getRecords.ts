import type { INodeProperties } from 'n8n-workflow';
import { filters, listLength, options, query, shownFor, simplify } from '../../shared/fields.ts';
import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { communityLocator } from '../../shared/locators.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('community', 'getRecords');

export const description: INodeProperties[] = [
  communityLocator(shown, 'The community whose records are listed'),
  ...listLength(shown),
  filters(shown, query('metadata.title:beetle'), {
    displayName: 'Sort',
    name: 'sort',
    type: 'options',
    options: [
      { name: 'Best Match', value: 'bestmatch' },
      { name: 'Newest', value: 'newest' },
      { name: 'Oldest', value: 'oldest' },
    ],
    default: 'newest',
    description: 'The order of what is found',
  }),
  options(shown, simplify),
];

/** Lists the published records of a community. Zenodo allows 30 of these a minute. */
export const execute: Operation = async (turn) => {
  const community = turn.located('communityId', 'Community');
  const { limit } = limitOf(turn);
  const [words, sort] = [filterOf(turn, 'query'), filterOf(turn, 'sort')];
  const asked = { ...(words && { q: words }), ...(sort && { sort }), ...(limit && { limit }), size: Math.min(100, limit ?? 100) };
  return listed(turn, turn.zenodo.communities.records(community, asked, turn.call), simplifiedRecord);
};
