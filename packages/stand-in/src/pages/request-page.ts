import { type Doc, docsAt, textAt } from '../json.ts';
import type { Community } from '../state/community.ts';
import type { FileState } from '../state/entry.ts';
import type { RequestEvent, ReviewRequest } from '../state/request.ts';
import { findUser } from '../state/users.ts';
import { safeHtml } from './description.ts';
import { html, type Markup } from './html.ts';

/** All requests, the newest first. */
export function requestsPage(requests: readonly ReviewRequest[]): Markup {
  if (requests.length === 0) return html`<h1>No requests yet</h1><p class="empty">Reviews, inclusions and invitations appear here.</p>`;
  return html`<h1>Requests</h1>${requestRows(requests)}`;
}

/** A table of requests. */
export function requestRows(requests: readonly ReviewRequest[]): Markup {
  const newest = requests.toSorted((a, b) => (a.created < b.created ? 1 : -1));
  return html`<table>
<thead><tr><th scope="col">What</th><th scope="col">State</th><th scope="col">By</th><th scope="col">Changed (UTC)</th></tr></thead>
<tbody>${newest.map(
    (one) => html`<tr>
<td><a href="/me/requests/${one.id}">${one.title || 'Not submitted yet'}</a><br>${one.type}</td>
<td><span class="state">${one.status}</span></td>
<td>${nameOf(one.createdBy)}</td>
<td>${timeOf(one.updated)}</td>
</tr>`,
  )}</tbody>
</table>`;
}

/** One request with all that was said and done, the oldest first. */
export function requestPage(request: ReviewRequest, community: Community | undefined): Markup {
  const record = textAt(request.topic, 'record');
  return html`<p><span class="state">${request.status}</span></p>
<h1>${request.title || 'Not submitted yet'}</h1>
<div class="text">${safeHtml(request.description)}</div>
<dl>
<dt>Type</dt><dd>${request.type}</dd>
<dt>By</dt><dd>${nameOf(request.createdBy)}</dd>
<dt>Community</dt><dd>${community ? html`<a href="/communities/${community.slug}">${textAt(community.metadata, 'title')}</a>` : 'none'}</dd>
<dt>About</dt><dd>${record === undefined ? 'the community' : html`<a href="/records/${record}">record ${record}</a> (<a href="/uploads/${record}">draft</a>)`}</dd>
<dt>Made</dt><dd>${timeOf(request.created)}</dd>
</dl>
<h2>Timeline</h2>
${timeline(request)}
<p><a href="/api/requests/${request.id}/timeline">As JSON</a> (with the access token of who may read it)</p>`;
}

function timeline({ events, files = [] }: ReviewRequest): Markup {
  const line = (event: RequestEvent) => eventLine(event, files);
  if (events.length === 0) return html`<p class="empty">Nothing was said yet.</p>`;
  return html`<ol>${events
    .filter(({ parentId }) => parentId === null)
    .map((event) => {
      const replies = events.filter(({ parentId }) => parentId === event.id);
      return html`<li>${line(event)}${replies.length > 0 ? html`<ul>${replies.map((one) => html`<li>${line(one)}</li>`)}</ul>` : undefined}</li>`;
    })}</ol>`;
}

/** What was said, as far as its HTML is safe. */
function eventLine({ type, createdBy, created, payload }: RequestEvent, files: readonly FileState[]): Markup {
  const ids = docsAt(payload, 'files').map((one) => textAt(one, 'file_id'));
  const shown = files.filter(({ fileId }) => ids.includes(fileId));
  const said = textAt(payload, 'content');
  const done = said === undefined ? textAt(payload, 'event') : safeHtml(said);
  return html`<strong>${writerOf(createdBy)}</strong> · ${timeOf(created)}${type === 'L' ? html`<br><em>${done}</em>` : html`<div class="text">${done}</div>`}${shown.map(({ key }) => html`<code>${key}</code>`)}`;
}

function writerOf(createdBy: Doc): string {
  const id = textAt(createdBy, 'user') ?? '';
  return id === 'system' ? 'Zenodo' : nameOf(id);
}

function nameOf(userId: string): string {
  return findUser(userId)?.name ?? `User ${userId}`;
}

function timeOf(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}
