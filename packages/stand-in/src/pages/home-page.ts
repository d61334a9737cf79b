import type { SearchDocument } from '../search/document.ts';
import { html, type Markup } from './html.ts';
import { creatorsOf, sizeOf, stateOf, titleOf } from './record-page.ts';

/** One page of what was found. */
export interface FoundDocuments {
  readonly query: string;
  readonly page: number;
  readonly total: number;
  /** How many a page holds. */
  readonly size: number;
  readonly shown: readonly SearchDocument[];
}

/** What was deposited, the last change first, with a field to search in it. */
export function homePage(found: FoundDocuments): Markup {
  const { query, total, shown } = found;
  if (total === 0 && query === '')
    return html`<h1>Nothing deposited yet</h1><p class="empty">Records and drafts appear here as they are made.</p>`;
  const form = formFor(query);
  if (shown.length === 0) return html`<h1>Records and drafts</h1>${form}<p class="empty">Nothing found for “${query}”.</p>`;
  return html`<h1>Records and drafts</h1>
${form}
<table>
<thead><tr><th scope="col">Title</th><th scope="col">State</th><th scope="col" class="number wide">Version</th><th scope="col" class="number wide">Files</th><th scope="col">Changed (UTC)</th></tr></thead>
<tbody>${shown.map(row)}</tbody>
</table>
${pageLinks(found)}`;
}

/** What is shown for a query that the search engine refuses. */
export function refusedPage(query: string, message: string): Markup {
  return html`<h1>Records and drafts</h1>${formFor(query)}<p class="empty">${message} Put what has slashes or colons into quotes.</p>`;
}

function formFor(query: string): Markup {
  return html`<form action="/" role="search"><input type="search" name="q" value="${query}" aria-label="Search records and drafts" placeholder="title:reef AND creators.name:curie"><button>Search</button></form>`;
}

function row({ entry, side }: SearchDocument): Markup {
  const content = side === 'record' ? entry.record! : entry.draft!;
  const bytes = content.files.entries.reduce((sum, file) => sum + (file.size ?? 0), 0);
  const path = side === 'record' ? `/records/${entry.id}` : `/uploads/${entry.id}`;
  return html`<tr>
<td><a href="${path}">${titleOf(content)}</a><br>${creatorsOf(content)}</td>
<td><span class="state">${stateOf(entry, side)}</span></td>
<td class="number wide">v${entry.index}</td>
<td class="number wide">${content.files.entries.length} · ${sizeOf(bytes)}</td>
<td>${content.updated.slice(0, 19).replace('T', ' ')}</td>
</tr>`;
}

function pageLinks({ query, page, total, size }: FoundDocuments): Markup {
  const link = (to: number, words: string) =>
    html`<a href="${`/?${new URLSearchParams({ ...(query && { q: query }), page: String(to) })}`}">${words}</a> · `;
  const first = (page - 1) * size + 1;
  return html`<p class="empty">${page > 1 ? link(page - 1, 'Newer') : undefined}${page * size < total ? link(page + 1, 'Older') : undefined}${first} to ${Math.min(total, page * size)} of ${total}</p>`;
}
