import type { INodeProperties } from 'n8n-workflow';
import { filters, listLength, options, query, shownFor, simplify } from '../../shared/fields.ts';
import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { simplifiedCommunity } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';
import { vocabulary } from '../../shared/vocabulary-field.ts';

const shown = shownFor('community', 'getAll');

export const description: INodeProperties[] = [
  ...listLength(shown),
  filters(
    shown,
    {
      displayName: 'Only My Communities',
      name: 'own',
      type: 'boolean',
      default: false,
      description: 'Whether to list only those that you are a member of',
    },
    query('biodiversity'),
    vocabulary('Type', 'type', 'getCommunityTypes'),
  ),
  options(shown, simplify),
];

/** Lists communities. */
export const execute: Operation = async (turn) => {
  const [words, type] = [filterOf(turn, 'query'), filterOf(turn, 'type')];
  const asked = { ...(words && { q: words }), ...(type && { type }), ...limitOf(turn) };
  const { communities } = turn.zenodo;
  const list = turn.value('filters.own', false) ? communities.own(asked, turn.call) : communities.search(asked, turn.call);
  return listed(turn, list, simplifiedCommunity);
};
