import type { SearchDocument } from './document.ts';

type Order = (a: SearchDocument, b: SearchDocument) => number;

const byText =
  (of: (document: SearchDocument) => string, direction: 1 | -1): Order =>
  (a, b) => {
    const [left, right] = [of(a), of(b)];
    return left === right ? 0 : left < right ? -direction : direction;
  };

const created = (document: SearchDocument) => document.content.created;
const updated = (document: SearchDocument) => document.content.updated;
const published = (document: SearchDocument) => String(document.content.metadata['publication_date'] ?? '');

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
  journal: byText(created, -1),
  // Nobody's visits are counted, so the order is that of the index.
  mostviewed: byText(created, 1),
  mostdownloaded: byText(created, 1),
  version: (a, b) => b.entry.index - a.entry.index,
};

/** How to order by that name, or undefined for an unknown one. */
export function orderOf(name: string): Order | undefined {
  return Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
}
