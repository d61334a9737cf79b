import type { SearchQuery } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import { filters, listLength, options, query, shownFor, simplify } from '../../shared/fields.ts';
import { dayOf, filterOf, limitOf, listed } from '../../shared/lists.ts';
import { chosenIn, listOrId } from '../../shared/locators.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';
import { vocabulary } from '../../shared/vocabulary-field.ts';

const shown = shownFor('record', 'search');

export const description: INodeProperties[] = [
  ...listLength(shown),
  filters(
    shown,
    query('metadata.title:graphene AND access.status:open'),
    {
      displayName: 'All Versions',
      name: 'allVersions',
      type: 'boolean',
      default: false,
      description: 'Whether to find all versions of each record rather than the latest',
    },
    listOrId('community', 'Community', 'searchCommunities', 'Only records of this community', 'e.g. biosyslit'),
    {
      displayName: 'Published After',
      name: 'after',
      type: 'dateTime',
      default: '',
      description: 'The first day of publication',
    },
    {
      displayName: 'Published Before',
      name: 'before',
      type: 'dateTime',
      default: '',
      description: 'The last day of publication',
    },
    vocabulary('Resource Type', 'resourceType', 'getResourceTypes'),
    {
      displayName: 'Sort',
      name: 'sort',
      type: 'options',
      options: [
        { name: 'Best Match', value: 'bestmatch' },
        { name: 'Most Viewed', value: 'mostviewed' },
        { name: 'Newest', value: 'newest' },
        { name: 'Oldest', value: 'oldest' },
        { name: 'Recently Updated', value: 'updated-desc' },
      ],
      default: 'bestmatch',
      description: 'The order of what is found',
    },
  ),
  options(shown, simplify),
];

/** Searches published records. Zenodo allows 30 of these a minute; more items than that wait for their turn. */
export const execute: Operation = async (turn) => {
  const [limit, asked] = [limitOf(turn), await queryOf(turn)];
  return listed(turn, turn.zenodo.records.search({ ...asked, ...limit }, turn.call), simplifiedRecord);
};

async function queryOf(turn: Turn): Promise<SearchQuery> {
  const [words, sort, type] = [filterOf(turn, 'query'), filterOf(turn, 'sort'), filterOf(turn, 'resourceType')];
  const [after, before] = [dayOf(turn, 'after', 'Published After'), dayOf(turn, 'before', 'Published Before')];
  const community = chosenIn(turn.value('filters.community', ''));
  const parts = [
    ...(words ? [after || before || community || type ? `(${words})` : words] : []),
    ...(after || before ? [`metadata.publication_date:[${after ?? '*'} TO ${before ?? '*'}]`] : []),
    // The search knows communities by UUID alone.
    ...(community ? [`parent.communities.ids:"${(await turn.zenodo.communities.get(community, turn.call)).id}"`] : []),
    ...(type ? [`metadata.resource_type.id:"${type}"`] : []),
  ];
  return {
    ...(parts.length > 0 && { q: parts.join(' AND ') }),
    ...(sort && { sort }),
    ...(turn.value('filters.allVersions', false) && { allVersions: true }),
    // Core does not see the token, and would take a guest's pages.
    size: Math.min(100, limitOf(turn).limit ?? 100),
  };
}
