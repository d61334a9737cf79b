import { asHtml } from '../../shared/html.ts';
import type { Operation, Turn } from '../../shared/turn.ts';

/** Asks a community to include a record. One that is in already, or has asked, is left as it is. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const recordId = turn.recordId('recordId');
  const community = await zenodo.communities.get(turn.located('communityId', 'Community'), call);
  const told = { recordId, communityId: community.id, community: community.slug };
  const record = await zenodo.records.get(recordId, call);
  if (record.parent.communities?.ids?.includes(community.id)) return turn.gives({ ...told, status: 'included', requestId: null });
  const open = await openRequest(turn, recordId, community.id);
  if (open) return turn.gives({ ...told, status: 'submitted', requestId: open });
  const words = turn.optionText('comment');
  const asked = { ...(words && { comment: asHtml(words) }), ...(turn.option('requireReview', false) && { requireReview: true as const }) };
  const { processed = [], errors = [] } = await zenodo.communities.addRecord(recordId, community.id, asked, call);
  const [request] = processed;
  if (!request)
    return turn.refuse(errors[0]?.message ?? `The community '${community.slug}' did not take the record`, 'See who may submit to it');
  const isIn = (await zenodo.records.get(recordId, call)).parent.communities?.ids?.includes(community.id);
  return turn.gives({ ...told, status: isIn ? 'included' : 'submitted', requestId: request.request_id });
};

async function openRequest({ zenodo, call }: Turn, recordId: string, communityId: string): Promise<string | undefined> {
  for await (const request of zenodo.requests.ofRecord(recordId, { isOpen: true }, call))
    if (request.type === 'community-inclusion' && request.receiver?.['community'] === communityId) return request.id;
  return undefined;
}
