import type { INodeProperties } from 'n8n-workflow';
import { options, shownFor, simplify } from '../../shared/fields.ts';
import { communityLocator } from '../../shared/locators.ts';
import { raw, simplifiedCommunity } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('community', 'get');

export const description: INodeProperties[] = [communityLocator(shown, 'The community to read'), options(shown, simplify)];

/** Reads one community. */
export const execute: Operation = async (turn) => {
  const community = await turn.zenodo.communities.get(turn.located('communityId', 'Community'), turn.call);
  return turn.gives(turn.simplify ? simplifiedCommunity(community) : raw(community));
};
