import type { SeenCall } from '../app.ts';
import { html, type Markup } from './html.ts';

const MOST = 200;

/** What was asked and answered, the latest first. */
export function callsPage(calls: readonly SeenCall[]): Markup {
  if (calls.length === 0) return html`<h1>Calls</h1><p class="empty">Nothing was asked yet.</p>`;
  const rows = calls
    .slice(-MOST)
    .toReversed()
    .map(
      ({ method, path, status, requestBody, responseBody }) => html`<tr>
<td><code>${method}</code></td>
<td><code>${path}</code>${bodyOf('Sent', requestBody)}${bodyOf('Answered', responseBody)}</td>
<td class="number">${status === 0 ? 'cut' : status}</td>
</tr>`,
    );
  const rest = calls.length > MOST ? html`<p class="empty">The latest ${MOST} of ${calls.length}.</p>` : undefined;
  return html`<h1>Calls</h1>
<table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col" class="number">Status</th></tr></thead>
<tbody>${rows}</tbody>
</table>
${rest}`;
}

function bodyOf(words: string, body: string | undefined): Markup | undefined {
  return body ? html`<details><summary>${words}</summary><pre>${body}</pre></details>` : undefined;
}
