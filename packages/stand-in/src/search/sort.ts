import { docAt } from '../json.ts';
import type { SearchDocument } from './document.ts';

type Order = (a: SearchDocument, b: SearchDocument) => number;

const byText =
  (of: (document: SearchDocument) => string, direction: 1 | -1): Order =>
  (a, b) => {
    const [left, right] = [of(a), of(b)];
    return left === right ? 0 : left < right ? -direction : direction;
  };

const created = (document: SearchDocument) => document.created;
const updated = (document: SearchDocument) => document.updated;
const published = (document: SearchDocument) => document.publicationDate;

/** Parts of a custom field as one text. They are read from the entry, so once for each document. */
function partsOf(field: string, names: readonly string[]): (document: SearchDocument) => string {
  const known = new WeakMap<SearchDocument, string>();
  return (document) => {
    const entry = known.has(document) ? undefined : document.entry;
    if (entry) {
      const given = docAt((document.side === 'draft' ? entry.draft! : entry.record!).customFields, field);
      known.set(document, names.map((name) => String(given[name] ?? '')).join('\u0000'));
    }
    return known.get(document)!;
  };
}

const session = partsOf('meeting:meeting', ['session', 'session_part']);
const issue = partsOf('journal:journal', ['title', 'volume', 'issue', 'pages']);

/** The sorts that listings offer. Best match has no score here: it is the newest first. */
const ORDERS: Readonly<Record<string, Order>> = {
  bestmatch: byText(created, -1),
  newest: byText(created, -1),
  oldest: byText(created, 1),
  mostrecent: byText(created, -1),
  '-mostrecent': byText(created, 1),
  'updated-desc': byText(updated, -1),
  'updated-asc': byText(updated, 1),
  'publication-desc': byText(published, -1),
  'publication-asc': byText(published, 1),
  publication_date: byText(published, -1),
  '-publication_date': byText(published, 1),
  newestactivity: byText(updated, -1),
  oldestactivity: byText(updated, 1),
  'conference-desc': byText(session, -1),
  'conference-asc': byText(session, 1),
  conference_session: byText(session, -1),
  '-conference_session': byText(session, 1),
  'journal-desc': byText(issue, -1),
  'journal-asc': byText(issue, 1),
  journal: byText(created, -1),
  '-journal': byText(created, 1),
  '-bestmatch': byText(created, 1),
  // Nobody's visits are counted, so the order is that of the index.
  mostviewed: byText(created, 1),
  mostdownloaded: byText(created, 1),
  '-mostviewed': byText(created, -1),
  version: (a, b) => b.index - a.index,
  '-version': (a, b) => a.index - b.index,
};

/** How to order by that name, or undefined for an unknown one. */
export function orderOf(name: string): Order | undefined {
  return Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
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
