import type { SearchQuery } from '@zenodo-connect/core/portable';
import { dayOf, filterOf, limitOf, listed } from '../../shared/lists.ts';
import { chosenIn } from '../../shared/locators.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

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
