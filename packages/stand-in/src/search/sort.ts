import { docAt } from '../json.ts';
import type { SearchDocument } from './document.ts';

type Order = (a: SearchDocument, b: SearchDocument) => number;

const byText =
  (of: (document: SearchDocument) => string, direction: 1 | -1): Order =>
  (a, b) => {
    const [left, right] = [of(a), of(b)];
    return left === right ? 0 : left < right ? -direction : direction;
  };

/** By a part of a custom field; documents without it come last, whichever way it goes. They are read from the entry, so once for each document. */
function byPart(field: string, name: string, direction: 1 | -1): Order {
  const known = new WeakMap<SearchDocument, string>();
  const partOf = (document: SearchDocument): string => {
    const entry = known.has(document) ? undefined : document.entry;
    if (entry) {
      const { customFields } = document.side === 'draft' ? entry.draft! : entry.record!;
      known.set(document, String(docAt(customFields, field)[name] ?? ''));
    }
    return known.get(document)!;
  };
  const order = byText(partOf, direction);
  return (a, b) => Number(partOf(a) === '') - Number(partOf(b) === '') || order(a, b);
}

const chain =
  (...orders: readonly Order[]): Order =>
  (a, b) => {
    for (const order of orders) {
      const result = order(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };

const newest = byText(({ created }) => created, -1);
const oldest = byText(({ created }) => created, 1);
const lastUpdated = byText(({ updated }) => updated, -1);
const firstUpdated = byText(({ updated }) => updated, 1);
const lastPublished = byText(({ publicationDate }) => publicationDate, -1);
const firstPublished = byText(({ publicationDate }) => publicationDate, 1);
const issue = chain(...['volume', 'issue', 'pages'].map((name) => byPart('journal:journal', name, 1)));
const session = (direction: 1 | -1) => chain(...['session', 'session_part'].map((name) => byPart('meeting:meeting', name, direction)));

/** The sorts that listings offer. Best match is that of a search without words: all fit alike. */
const ORDERS: Readonly<Record<string, Order>> = {
  bestmatch: newest,
  newest,
  oldest,
  mostrecent: newest,
  '-mostrecent': oldest,
  'updated-desc': lastUpdated,
  'updated-asc': firstUpdated,
  'publication-desc': chain(lastPublished, newest),
  'publication-asc': chain(firstPublished, oldest),
  publication_date: chain(lastPublished, newest),
  '-publication_date': chain(firstPublished, oldest),
  newestactivity: lastUpdated,
  oldestactivity: firstUpdated,
  'conference-desc': session(-1),
  'conference-asc': session(1),
  conference_session: session(-1),
  '-conference_session': session(1),
  'journal-desc': chain(lastPublished, issue),
  'journal-asc': chain(firstPublished, issue),
  journal: chain(lastPublished, issue),
  '-journal': chain(firstPublished, issue),
  '-bestmatch': oldest,
  // Nobody's visits are counted, so the order is that of the index.
  mostviewed: oldest,
  mostdownloaded: oldest,
  '-mostviewed': newest,
  version: (a, b) => b.index - a.index,
  '-version': (a, b) => a.index - b.index,
};

/** How to order by that name, or undefined for an unknown one. */
export function orderOf(name: string): Order | undefined {
  return Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
}

/** Those that fit best first, of equal ones the newest; -1 for the other way round. */
export function byScore(scores: ReadonlyMap<SearchDocument, number>, direction: 1 | -1): Order {
  return (a, b) => ((scores.get(b) ?? 0) - (scores.get(a) ?? 0)) * direction || newest(a, b) * direction;
}

/** The first `most` in that order; equal ones stay in the order in which they came. */
export function firstInOrder(documents: readonly SearchDocument[], order: Order, most: number): readonly SearchDocument[] {
  if (most * 4 > documents.length) return documents.toSorted(order).slice(0, most);
  const first: SearchDocument[] = [];
  // From the end, where the newest are: most orders want those, and the others are then passed over quickly.
  for (let at = documents.length - 1; at >= 0; at--) {
    const document = documents[at]!;
    if (first.length === most && order(document, first[most - 1]!) > 0) continue;
    let [from, to] = [0, first.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (order(document, first[middle]!) <= 0) to = middle;
      else from = middle + 1;
    }
    first.splice(from, 0, document);
    if (first.length > most) first.pop();
  }
  return first;
}
