import type { OwnRecord } from '@zenodo-connect/core/portable';
import { filterOf, limitOf, listed } from '../../shared/lists.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** The caller's own drafts. New ones show about a second late. */
export const execute: Operation = async (turn) => {
  const { limit } = limitOf(turn);
  const words = filterOf(turn, 'query');
  const all = turn.value('filters.includePublished', false) === true;
  const own = turn.zenodo.records.own({ ...(words && { q: words }), sort: 'newest' }, turn.call);
  return listed(
    turn,
    some(own, limit, (one) => all || !one.is_published),
    simplifiedRecord,
  );
};

/** As many as are wanted of those that fit: the list of Zenodo mixes drafts and records. */
async function* some(list: AsyncIterable<OwnRecord>, limit: number | undefined, fits: (one: OwnRecord) => boolean) {
  let count = 0;
  for await (const one of list) {
    if (!fits(one)) continue;
    yield one;
    if (++count === limit) return;
  }
}
