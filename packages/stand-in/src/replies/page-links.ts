import { queryText } from '../http/query-text.ts';
import type { Doc } from '../json.ts';

export interface PageAt {
  readonly page: number;
  readonly size: number;
  readonly sort: string;
  /** Whether a page follows. */
  readonly more: boolean;
}

/** Links of a list's page to itself and its neighbours: what of the query is kept, and the page's place, sorted by name. */
export function pageLinks(url: string, kept: URLSearchParams, { page, size, sort, more }: PageAt): Doc {
  const link = (to: number): string => {
    const query = new URLSearchParams(kept);
    for (const [name, value] of Object.entries({ page: to, size, sort })) query.set(name, String(value));
    query.sort();
    return `${url}?${queryText(query, '+')}`;
  };
  return { ...(page > 1 ? { prev: link(page - 1) } : {}), self: link(page), ...(more ? { next: link(page + 1) } : {}) };
}
