import { raw, simplifiedRequest } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Reads one request. */
export const execute: Operation = async (turn) => {
  const request = await turn.zenodo.requests.get(turn.located('requestId', 'Request'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRequest(request) : raw(request));
};
