import { docAt, textAt } from '../json.ts';
import type { Collection, Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import type { ReviewRequest } from '../state/request.ts';
import { findUser } from '../state/users.ts';
import { termTitle } from '../vocabularies/vocabulary.ts';
import { html, type Markup } from './html.ts';
import { creatorsOf, titleOf } from './record-page.ts';
import { requestRows } from './request-page.ts';

/** All communities, the newest first. */
export function communitiesPage(communities: readonly Community[]): Markup {
  if (communities.length === 0) return html`<h1>No communities yet</h1><p class="empty">Communities appear here as they are made.</p>`;
  const newest = communities.toSorted((a, b) => (a.created < b.created ? 1 : -1));
  return html`<h1>Communities</h1>
<table>
<thead><tr><th scope="col">Title</th><th scope="col">Type</th><th scope="col" class="number">Members</th><th scope="col">Made (UTC)</th></tr></thead>
<tbody>${newest.map(
    (one) => html`<tr>
<td><a href="/communities/${one.slug}">${nameOf(one)}</a><br>${textAt(one.metadata, 'description')}</td>
<td>${typeOf(one)}</td>
<td class="number">${one.members.filter(({ active }) => active).length}</td>
<td>${one.created.slice(0, 19).replace('T', ' ')}</td>
</tr>`,
  )}</tbody>
</table>`;
}

/** Records of a community: how many, and those that are shown. */
interface CommunityRecords {
  readonly total: number;
  readonly newest: readonly Entry[];
}

/** A community: what it is, its records, what waits for it. */
export function communityPage(
  community: Community,
  records: CommunityRecords,
  requests: readonly ReviewRequest[],
  relatives: readonly Community[],
): Markup {
  const { metadata, access } = community;
  const members = community.members.filter(({ active }) => active);
  return html`<p><span class="state">${typeOf(community)}</span></p>
${community.logo ? html`<p><img src="/api/communities/${community.slug}/logo" alt=""></p>` : undefined}
<h1>${nameOf(community)}</h1>
<p>${textAt(metadata, 'description')}</p>
<dl>
<dt>Website</dt><dd>${textAt(metadata, 'website') ?? 'none'}</dd>
<dt>Members</dt><dd>${members.map((member) => `${findUser(member.userId)?.name ?? member.userId} (${member.role})`).join('; ')}</dd>
<dt>Submissions</dt><dd>${textAt(access, 'record_submission_policy')}</dd>
<dt>Review</dt><dd>${textAt(access, 'review_policy')}</dd>
<dt>Id</dt><dd>${community.id}</dd>
${relatives.map((one) => html`<dt>${one.id === community.parentId ? 'Below' : 'Above'}</dt><dd><a href="/communities/${one.slug}">${nameOf(one)}</a></dd>`)}
</dl>
${treeLists(community)}
<h2>Records</h2>
${recordList(`communities:${community.slug}`, records)}
<h2>Requests</h2>
${requests.length === 0 ? html`<p class="empty">Nothing was asked.</p>` : requestRows(requests)}
<p><a href="/api/communities/${community.slug}">As JSON</a></p>`;
}

/** A collection of a community: its query, and what it finds. */
export function collectionPage(community: Community, { title, query }: Collection, records: CommunityRecords): Markup {
  return html`<p><a href="/communities/${community.slug}">${nameOf(community)}</a></p>
<h1>${title}</h1>
<p><code>${query}</code></p>
${recordList(`communities:${community.slug} AND (${query})`, records)}`;
}

function treeLists({ slug, trees = [] }: Community): Markup[] {
  return trees.map((tree) => {
    const items = tree.collections.map(
      (one) => html`<li><a href="/communities/${slug}/collections/${tree.slug}/${one.slug}">${one.title}</a></li>`,
    );
    return html`<h2>${tree.title}</h2>
<ul>${items}</ul>`;
  });
}

/** Records, and a search for all of them. */
function recordList(query: string, { total, newest }: CommunityRecords): Markup {
  if (total === 0) return html`<p class="empty">No records.</p>`;
  const all = `/?${new URLSearchParams({ q: query })}`;
  const rest =
    total > newest.length
      ? html`<p class="empty">The newest ${newest.length} of ${total}: <a href="${all}">all of them</a></p>`
      : undefined;
  return html`<ul>${newest.map(
    ({ id, record }) => html`<li><a href="/records/${id}">${titleOf(record!)}</a><br>${creatorsOf(record!)}</li>`,
  )}</ul>${rest}`;
}

function nameOf({ metadata }: Community): string {
  return textAt(metadata, 'title') ?? 'No title';
}

function typeOf({ metadata }: Community): string {
  return termTitle('community-types', textAt(docAt(metadata, 'type'), 'id') ?? '') ?? 'Community';
}
