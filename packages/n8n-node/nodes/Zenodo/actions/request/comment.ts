import { asHtml } from '../../shared/html.ts';
import { raw, simplifiedComment } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

/** Says something in a request's conversation. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const requestId = turn.located('requestId', 'Request');
  const words = turn.needed('text', 'Text');
  const said = async () => {
    for await (const event of zenodo.requests.timeline(requestId, {}, call))
      if (event.type === 'C' && plain(event.payload?.content) === plain(asHtml(words))) return event;
    return undefined;
  };
  const earlier = turn.option('onlyOnce', true) ? await said() : undefined;
  const comment = earlier ?? (await once(turn, () => zenodo.requests.comment(requestId, asHtml(words), call), said));
  return turn.gives(turn.simplify ? simplifiedComment(requestId, comment) : raw(comment));
};

/** Zenodo tidies the HTML of comments; their words stay. */
const plain = (html: string | undefined): string =>
  (html ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
