import type { Entry } from '../state/entry.ts';
import { html, type Markup } from './html.ts';
import { creatorsOf, sizeOf, stateOf, titleOf } from './record-page.ts';

const MOST = 200;

/** What was deposited, the last change first. */
export function homePage(entries: readonly Entry[]): Markup {
  const rows = entries.flatMap((entry) => [
    ...(entry.record ? [{ entry, side: 'record' as const, content: entry.record }] : []),
    ...(entry.draft ? [{ entry, side: 'draft' as const, content: entry.draft }] : []),
  ]);
  rows.sort((a, b) => (a.content.updated < b.content.updated ? 1 : -1));
  if (rows.length === 0) return html`<h1>Nothing deposited yet</h1><p class="empty">Records and drafts appear here as they are made.</p>`;
  const shown = rows.slice(0, MOST).map(({ entry, side, content }) => {
    const bytes = content.files.entries.reduce((sum, file) => sum + (file.size ?? 0), 0);
    const path = side === 'record' ? `/records/${entry.id}` : `/uploads/${entry.id}`;
    return html`<tr>
<td><a href="${path}">${titleOf(content)}</a><br>${creatorsOf(content)}</td>
<td><span class="state">${stateOf(entry, side)}</span></td>
<td class="number">v${entry.index}</td>
<td class="number">${content.files.entries.length} · ${sizeOf(bytes)}</td>
<td>${content.updated.slice(0, 19).replace('T', ' ')}</td>
</tr>`;
  });
  const rest = rows.length > MOST ? html`<p class="empty">The ${MOST} latest of ${rows.length}.</p>` : undefined;
  return html`<h1>Records and drafts</h1>
<table>
<thead><tr><th>Title</th><th>State</th><th class="number">Version</th><th class="number">Files</th><th>Changed (UTC)</th></tr></thead>
<tbody>${shown}</tbody>
</table>
${rest}`;
}
