import type { RequestQuery } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import { filters, listLength, options, query, shownFor, simplify } from '../../shared/fields.ts';
import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { chosenIn, listOrId } from '../../shared/locators.ts';
import { simplifiedRequest } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

const shown = shownFor('request', 'getAll');

export const description: INodeProperties[] = [
  ...listLength(shown),
  filters(
    shown,
    listOrId('community', 'Community', 'searchCommunities', 'Only what this community is asked, for its curators', 'e.g. biosyslit'),
    query('title:graphene'),
    {
      displayName: 'Status',
      name: 'status',
      type: 'options',
      options: [
        { name: 'Accepted', value: 'accepted' },
        { name: 'Any', value: 'any' },
        { name: 'Cancelled', value: 'cancelled' },
        { name: 'Declined', value: 'declined' },
        { name: 'Expired', value: 'expired' },
        { name: 'Open', value: 'open' },
      ],
      default: 'open',
      description: 'How far it is',
    },
    {
      displayName: 'Type',
      name: 'type',
      type: 'options',
      options: [
        { name: 'Any', value: 'any' },
        { name: 'Community Inclusion', value: 'community-inclusion', description: 'A published record asks to be included' },
        { name: 'Community Invitation', value: 'community-invitation' },
        { name: 'Community Submission', value: 'community-submission', description: 'A draft asks to be published' },
        { name: 'Record Deletion', value: 'record-deletion' },
        { name: 'User Access Request', value: 'user-access-request' },
      ],
      default: 'any',
      description: 'What is asked for',
    },
  ),
  options(shown, simplify),
];

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
