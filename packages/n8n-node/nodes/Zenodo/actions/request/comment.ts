import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor, simplify } from '../../shared/fields.ts';
import { asHtml } from '../../shared/html.ts';
import { requestLocator } from '../../shared/locators.ts';
import { raw, simplifiedComment } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('request', 'comment');

export const description: INodeProperties[] = [
  requestLocator(shown),
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 3 },
    default: '',
    required: true,
    placeholder: 'e.g. Thank you, we look at it',
    description: 'What to say, as plain text',
    displayOptions: { show: shown },
  },
  options(
    shown,
    dryRun,
    {
      displayName: 'Say Only Once',
      name: 'onlyOnce',
      type: 'boolean',
      default: true,
      description: 'Whether to leave it when the same words are there already, so that a repeated execution says nothing twice',
    },
    simplify,
  ),
];

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
