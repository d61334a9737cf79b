import type { INodeProperties } from 'n8n-workflow';
import { options, shownFor, simplify } from '../../shared/fields.ts';
import { requestLocator } from '../../shared/locators.ts';
import { raw, simplifiedRequest } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('request', 'get');

export const description: INodeProperties[] = [requestLocator(shown), options(shown, simplify)];

/** Reads one request. */
export const execute: Operation = async (turn) => {
  const request = await turn.zenodo.requests.get(turn.located('requestId', 'Request'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRequest(request) : raw(request));
};
