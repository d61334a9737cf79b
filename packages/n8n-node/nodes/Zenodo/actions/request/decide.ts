import { asHtml } from '../../shared/html.ts';
import { raw, simplifiedRequest } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

/** What each of them leads to. A request that is there already is answered as it is. */
const ends = { accept: 'accepted', decline: 'declined', cancel: 'cancelled' } as const;

const decide =
  (action: keyof typeof ends): Operation =>
  async (turn) => {
    const { zenodo, call } = turn;
    const requestId = turn.located('requestId', 'Request');
    const words = turn.optionText('comment');
    const decided = async () => {
      const now = await zenodo.requests.get(requestId, call);
      return now.status === ends[action] ? now : undefined;
    };
    const request =
      (await decided()) ?? (await once(turn, () => zenodo.requests[action](requestId, words && asHtml(words), call), decided));
    return turn.gives(turn.simplify ? simplifiedRequest(request) : raw(request));
  };

export const accept = decide('accept');
export const decline = decide('decline');
export const cancel = decide('cancel');
