import type { DepositJob } from '@zenodo-connect/nestjs';
import { cureOf } from '../jobs/cure-of.ts';
import { ruleOf } from '../jobs/decision-writer.ts';
import { leftOutOf } from '../jobs/job-view.ts';
import { nextActionOf } from '../jobs/next-action.ts';
import { type Caller, mayDo } from '../people/scopes.ts';
import type { StoredEvent } from '../tables/outbox.ts';
import { Html, html, linesOf, readableJson } from './html.ts';
import { datasetOf, isSafe, recordLink, stateWords, tableOf } from './job-words.ts';
import { actionButton, documentOf, formKey, instant } from './layout.ts';
import { address, pager, type Wanted } from './page-query.ts';
import { readableSize } from './readable-size.ts';

export interface JobPageData {
  readonly job: DepositJob;
  /** Those of its dataset, the latest first. */
  readonly told: { readonly events: readonly StoredEvent[]; readonly next: number | undefined };
  readonly wanted: Wanted;
  readonly caller: Caller | undefined;
  readonly note?: string | undefined;
  /** What a person wrote as the metadata and could not be saved. */
  readonly written?: string | undefined;
}

const made = ['planned', 'drafted', 'described', 'uploaded', 'verified', 'reserved'] as const;
const published = ['publishing', 'published', 'findable'] as const;
type Step = (typeof made)[number] | (typeof published)[number] | 'left' | 'submitted';

/** The steps of a deposit, by how it ends. */
function stepsOf({ finish, state }: DepositJob): readonly Step[] {
  if (state === 'left') return [...made, 'left'];
  const isOut = state === 'published' || state === 'findable';
  if (typeof finish === 'object') return [...made, 'submitted', ...(isOut ? published.slice(1) : published)];
  return finish === 'leave' && !isOut ? [...made, 'left'] : [...made, ...published];
}

const stepWords: Readonly<Record<Step, string>> = {
  planned: 'planned',
  drafted: 'a draft was made',
  described: 'its metadata were written',
  uploaded: 'its files were sent',
  verified: 'their checksums were compared',
  reserved: 'its DOI was reserved',
  left: 'the draft is complete',
  submitted: 'a community has it',
  publishing: 'publishing was asked for',
  published: 'it is published',
  findable: 'DataCite shows the DOI',
};

/** Shows changes as they come; without it the page is as it was when it was asked for. Only text is set, never markup. */
export const progressScript = `
const state = document.getElementById('state'), next = document.getElementById('next'), bar = document.getElementById('bar');
const first = state.dataset.state, source = new EventSource(state.dataset.url);
source.addEventListener('deposit', ({ data }) => {
  const now = JSON.parse(data);
  next.textContent = now.next_action;
  if (now.total) { bar.hidden = false; bar.max = now.total; bar.value = now.sent; bar.setAttribute('aria-valuetext', Math.floor(100 * now.sent / now.total) + ' percent sent'); }
  for (const item of document.querySelectorAll('[data-step]')) if (item.dataset.step === now.step) item.className = 'done';
  if (now.status !== first) { source.close(); location.reload(); }
});
source.addEventListener('error', () => source.close());`;

/** One deposit: where it is, what it did, and what a person can do. */
export function jobPage({ job, told, wanted, caller, note, written }: JobPageData): string {
  const id = encodeURIComponent(job.id);
  const may = caller !== undefined && mayDo(caller, 'operate');
  const isOpen = ['failed', 'waiting', 'cancelled', 'queued'].includes(job.state);
  const isGoing = ['queued', 'running', 'waiting', 'published'].includes(job.state);
  return documentOf({
    title: datasetOf(job),
    place: '/',
    caller,
    note,
    ...(isGoing && { script: progressScript }),
    body: html`<h1>${datasetOf(job)}</h1>
<p id="state" data-state="${job.state}" data-url="/deposits/${id}/progress"><strong>${stateWords[job.state]}.</strong> <span id="next" aria-live="polite">${nextActionOf(job)}</span></p>
<progress id="bar" aria-label="Bytes that Zenodo has"${barOf(job)}></progress>
<dl>${job.htmlUrl || job.doi ? html`<dt>Record</dt><dd>${recordLink(job)}</dd>` : undefined}<dt>Route</dt><dd>${String(job.meta['route'] ?? '–')}</dd>
<dt>Received</dt><dd>${instant(job.createdAt)}</dd><dt>Changed</dt><dd>${instant(job.updatedAt)}</dd><dt>Tries</dt><dd>${job.attempts}</dd>
${job.dueAt ? html`<dt>Next look</dt><dd>${instant(job.dueAt)}</dd>` : undefined}</dl>
${job.state === 'left' && ruleOf(job) ? html`<p>It is decided about under <a href="/approvals">Approvals</a>.</p>` : undefined}
${problemOf(job)}
${leftOutOf(job).length > 0 ? html`<h2>Left out</h2><p>The description among the files says this too, and the record has it not.</p><ul>${leftOutOf(job).map((one) => html`<li>${one}</li>`)}</ul>` : undefined}
<div class="row">${actionButton(caller, may && ['failed', 'waiting', 'cancelled'].includes(job.state), `/deposits/${id}/retry`, 'Try again now')}
${actionButton(caller, may && ['queued', 'waiting', 'running'].includes(job.state), `/deposits/${id}/cancel`, 'Take it back')}</div>
<h2>Journal</h2>
<ol class="steps">${stepsOf(job).map((step, index, steps) => stepItem(step, index <= reachedOf(job, steps)))}</ol>
${tableOf(
  'Files',
  ['Name', 'Size', 'SHA-256', 'Your copy'],
  job.files.map((file) => fileRow(file, job)),
  'None.',
)}
${tableOf('Events of this dataset', ['When', 'Event', 'Id'], told.events.map(eventRow), wanted['events-before'] === undefined ? 'None yet.' : 'None of these.')}
${eventsPager(`/deposits/${id}`, told.next, wanted)}
<h2 id="metadata">Metadata</h2>
${
  caller?.formKey && may && isOpen
    ? html`<form method="post" action="/deposits/${id}/edit">${formKey(caller)}<label for="edit">As JSON, in Zenodo's own words; saving tries the deposit again</label><textarea id="edit" name="metadata" spellcheck="false">${linesOf(written ?? readableJson(job.metadata))}</textarea><button>Save and try again</button></form>`
    : html`<pre tabindex="0" aria-labelledby="metadata">${linesOf(readableJson(job.metadata))}</pre>`
}`,
  });
}

function barOf({ progress, state }: DepositJob): Html {
  if (!progress || state !== 'running') return new Html(' hidden value="0" max="1"');
  return new Html(` value="${Number(progress.sentBytes)}" max="${Math.max(1, Number(progress.totalBytes))}"`);
}

/** The place of the last step that was done; -1 for none. */
function reachedOf({ journal, state }: DepositJob, steps: readonly Step[]): number {
  const last = state === 'findable' || state === 'published' || state === 'left' || state === 'submitted' ? state : journal?.step;
  return steps.indexOf((last === 'reviewed' ? 'submitted' : last) as Step);
}

function stepItem(step: Step, isDone: boolean): Html {
  return html`<li data-step="${step}"${isDone ? new Html(' class="done"') : undefined}>${stepWords[step]}${isDone ? html`<small> (done)</small>` : undefined}</li>`;
}

function problemOf({ problem, failure }: DepositJob): Html | undefined {
  if (problem === undefined) return undefined;
  const fields = (failure?.fields ?? []).map(({ field, messages }) => html`<li>${field}: ${messages.join(' ')}</li>`);
  return html`<h2 class="warn">Problem</h2><p>${problem}</p>${failure ? html`<p>${cureOf({ failure })}</p>` : undefined}${fields.length > 0 ? html`<ul>${fields}</ul>` : undefined}
${failure?.answer ? html`<p><small>Zenodo answered ${failure.answer.status} to ${failure.answer.method} ${failure.answer.url}</small></p>` : undefined}`;
}

const fileRow = ({ key, size, sha256 }: DepositJob['files'][number], job: DepositJob): Html =>
  html`<tr><td class="name">${key}</td><td class="whole">${readableSize(size)}</td><td><small>${sha256 ?? '–'}</small></td><td class="name">${isSafe(job) ? html`<span class="ok">may go</span>` : html`<span class="warn">keep it</span>`}</td></tr>`;

const eventsPager = (path: string, next: number | undefined, wanted: Wanted): Html | undefined =>
  pager('Events of this dataset', {
    older: next === undefined ? undefined : address(path, { 'events-before': String(next) }),
    newest: wanted['events-before'] === undefined ? undefined : path,
  });

const eventRow = ({ createdAt, type, id }: StoredEvent): Html =>
  html`<tr><td class="whole">${instant(createdAt)}</td><td>${type}</td><td><small>${id}</small></td></tr>`;
