import type { Operation } from '../../shared/turn.ts';

/** Takes a record out of a community. One that is not in it is left as it is. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const recordId = turn.recordId('recordId');
  const community = await zenodo.communities.get(turn.located('communityId', 'Community'), call);
  const record = await zenodo.records.get(recordId, call);
  const isIn = record.parent.communities?.ids?.includes(community.id) ?? false;
  if (isIn) await zenodo.communities.removeRecord(recordId, community.id, call);
  return turn.gives({ removed: isIn, recordId, communityId: community.id, community: community.slug });
};
