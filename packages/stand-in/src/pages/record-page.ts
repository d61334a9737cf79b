import { extname } from 'node:path';
import { CODECS } from '../images/codecs.ts';
import { docAt, docsAt, textAt } from '../json.ts';
import { encodePath } from '../replies/file-view.ts';
import { thumbnailKey } from '../replies/iiif-links.ts';
import { statusOf } from '../replies/native-view.ts';
import type { Content, Entry, FileState } from '../state/entry.ts';
import { termTitle } from '../vocabularies/vocabulary.ts';
import { safeHtml } from './description.ts';
import { html, type Markup } from './html.ts';

/** One version of a record, or a draft: what it is, how it is cited, its files, its siblings. */
export function recordPage(entry: Entry, side: 'draft' | 'record', siblings: readonly Entry[], citation?: string): Markup {
  const content: Content = side === 'draft' ? entry.draft! : entry.record!;
  const doi = textAt(docAt(content.pids, 'doi'), 'identifier');
  return html`<p><span class="state">${stateOf(entry, side)}</span></p>
<h1>${titleOf(content)}</h1>
<p>${creatorsOf(content)}</p>
${side === 'record' ? pictureOf(entry, content) : undefined}
<div class="text">${safeHtml(textAt(content.metadata, 'description'))}</div>
<dl>
<dt>DOI</dt><dd>${doi ?? 'none yet'}</dd>
<dt>Published</dt><dd>${textAt(content.metadata, 'publication_date') ?? 'no date given'}</dd>
<dt>Version</dt><dd>${textAt(content.metadata, 'version') ?? `v${entry.index}`}</dd>
<dt>Id</dt><dd>${entry.id}</dd>
<dt>Changed</dt><dd>${content.updated}</dd>
${identifierRows(content)}
${rightsRows(content)}
${communityRows(entry)}
</dl>
${citation === undefined ? undefined : html`<h2>Citation</h2><p>${citation}</p>`}
<h2>Files</h2>
${fileTable(entry, side, content.files.entries)}
<h2>Versions</h2>
<ul>
${siblings.map((one) => html`<li>${one.id === entry.id ? html`<strong>${labelOf(one)}</strong>` : html`<a href="${pathOf(one)}">${labelOf(one)}</a>`}</li>`)}
</ul>
<p><a href="${side === 'draft' ? `/api/records/${entry.id}/draft` : `/api/records/${entry.id}`}">As JSON</a>${side === 'draft' ? ' (with the access token of its owner)' : citationLinks(entry)}</p>`;
}

/** The picture that stands for the record, where one can be made. */
function pictureOf({ id }: Entry, { files, access }: Content): Markup | undefined {
  const key = thumbnailKey(files);
  if (key === undefined || access['files'] === 'restricted' || CODECS[extname(key).slice(1)] === undefined) return undefined;
  return html`<p><img src="/records/${id}/thumb250" alt="${key}"></p>`;
}

const CITED = { BibTeX: 'bibtex', CSL: 'csl', 'DataCite XML': 'datacite-xml', 'Dublin Core': 'dublincore' };

function citationLinks({ id }: Entry): Markup {
  return html`${Object.entries(CITED).map(([name, format]) => html` · <a href="/records/${id}/export/${format}">${name}</a>`)}`;
}

function rightsRows(content: Content): Markup[] {
  return docsAt(content.metadata, 'rights').map((one) => {
    const id = textAt(one, 'id');
    const title = Object.values(docAt(one, 'title')).find((text) => typeof text === 'string');
    return html`<dt>Licence</dt><dd>${(id === undefined ? title : termTitle('licenses', id)) ?? id}</dd>`;
  });
}

/** Where the page of an entry is: a record's when there is one. */
function pathOf(entry: Entry): string {
  return entry.record || entry.removed ? `/records/${entry.id}` : `/uploads/${entry.id}`;
}

/** What is left of a deleted record. */
export function tombstonePage({ removed }: Entry): Markup {
  const { record, tombstone } = removed!;
  const reason = termTitle('removal-reasons', textAt(docAt(tombstone, 'removal_reason'), 'id') ?? '');
  return html`<p><span class="state">deleted</span></p>
<h1>${titleOf(record)}</h1>
<p>${textAt(tombstone, 'citation_text')}</p>
<dl>
<dt>Reason</dt><dd>${reason ?? 'none given'}</dd>
<dt>Deleted</dt><dd>${textAt(tombstone, 'removal_date')}</dd>
<dt>Note</dt><dd>${textAt(tombstone, 'note') || 'none'}</dd>
</dl>`;
}

export function titleOf(content: Content): string {
  return textAt(content.metadata, 'title') ?? 'No title';
}

export function creatorsOf(content: Content): string {
  return docsAt(content.metadata, 'creators')
    .map((creator) => textAt(docAt(creator, 'person_or_org'), 'name') ?? '')
    .filter(Boolean)
    .join('; ');
}

export function stateOf(entry: Entry, side: 'draft' | 'record'): string {
  if (side === 'record') return entry.draft ? 'published, being edited' : 'published';
  const states: Readonly<Record<string, string>> = {
    draft: 'draft',
    new_version_draft: 'draft of a new version',
    draft_with_review: 'draft, not submitted',
    in_review: 'draft in review',
    declined: 'draft, declined',
    expired: 'draft, review expired',
  };
  return states[statusOf(entry)] ?? 'edit of a published record';
}

/** Bytes as people read them. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

function labelOf(entry: Entry): string {
  const content = entry.record ?? entry.draft ?? entry.removed!.record;
  const state = entry.removed ? 'deleted' : stateOf(entry, entry.record ? 'record' : 'draft');
  return `v${entry.index} · ${state} · ${titleOf(content)}`;
}

function communityRows({ communities = [], review }: Entry): Markup[] {
  return [
    ...communities.map(({ slug }) => html`<dt>Community</dt><dd><a href="/communities/${slug}">${slug}</a></dd>`),
    ...(review ? [html`<dt>Review</dt><dd><a href="/me/requests/${review.requestId}">${review.status}</a></dd>`] : []),
  ];
}

function identifierRows(content: Content): Markup[] {
  return docsAt(content.metadata, 'identifiers').map(
    (one) => html`<dt>Also known as</dt><dd><code>${textAt(one, 'identifier')}</code></dd>`,
  );
}

function fileTable(entry: Entry, side: 'draft' | 'record', files: readonly FileState[]): Markup {
  if (files.length === 0) return html`<p class="empty">No files.</p>`;
  const rows = files.map((file) => {
    const link = `/records/${entry.id}/files/${encodePath(file.key)}?download=1`;
    const name = side === 'record' ? html`<a href="${link}">${file.key}</a>` : html`${file.key}`;
    const done = file.status === 'completed';
    return html`<tr><td>${name}</td><td class="number">${done ? sizeOf(file.size ?? 0) : ''}</td><td>${done ? html`<code>${file.checksum}</code>` : 'not uploaded yet'}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">Name</th><th scope="col" class="number">Size</th><th scope="col">Checksum</th></tr></thead><tbody>${rows}</tbody></table>`;
}
