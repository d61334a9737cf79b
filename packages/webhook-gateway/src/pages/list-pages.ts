import type { DepositJob } from '@zenodo-connect/nestjs';
import { type Caller, mayDo } from '../people/scopes.ts';
import type { Decision } from '../tables/decisions.ts';
import { type Html, html } from './html.ts';
import { isSafe, jobLink, recordLink, tableOf } from './job-words.ts';
import { actionButton, documentOf, instant } from './layout.ts';
import { address, type Wanted } from './page-query.ts';
import { readableSize } from './readable-size.ts';

interface Shown {
  readonly caller: Caller | undefined;
  readonly note?: string | undefined;
}

interface DecisionList {
  readonly decisions: readonly Decision[];
  /** Where the page after it begins. */
  readonly next: string | undefined;
}

interface Approvals extends Shown {
  readonly waiting: DecisionList;
  readonly stopped: DecisionList;
  readonly wanted: Wanted;
  readonly jobs: ReadonlyMap<string, DepositJob>;
}

/** Drafts that are held for a time or wait for a second person. */
export function approvalsPage({ waiting, stopped, wanted, jobs, caller, note }: Approvals): string {
  const may = caller !== undefined && mayDo(caller, 'approve');
  const row = (one: Decision): Html => {
    const place = `/approvals/${encodeURIComponent(one.draftId)}`;
    const when =
      one.mode === 'hold' && one.openAt
        ? `published ${instant(one.openAt)} unless stopped`
        : `waits for ${one.approvers?.join(' or ') ?? 'a person'}`;
    const job = jobs.get(one.jobId);
    return html`<tr><td class="name"><a href="/deposits/${encodeURIComponent(one.jobId)}">${one.dataset}</a><small>${one.route}</small><small>${job?.metadata.title}</small></td><td class="whole">${job ? recordLink(job) : `Draft ${one.draftId}`}</td><td class="name">${one.state === 'stopped' ? `stopped by ${one.decidedBy ?? 'somebody'}` : when}</td>
<td>${actionButton(caller, may, `${place}/approve`, 'Publish for ever', html`<label class="row"><input type="checkbox" name="sure" value="yes" required>A published record cannot be taken back</label>`)}
${one.state === 'waiting' ? actionButton(caller, may, `${place}/stop`, 'Do not publish') : undefined}</td></tr>`;
  };
  return documentOf({
    title: 'Approvals',
    place: '/approvals',
    caller,
    note,
    body: html`<h1>Approvals</h1>
<p>Drafts whose recipe has them wait for a second person, or for a time in which they can be stopped. Who sent the files cannot approve them. Look at the draft before you publish it: a record stays for ever.</p>
${tableOf('Drafts that wait', ['Dataset', 'Draft', 'What happens', 'Do'], waiting.decisions.map(row), 'None: nothing waits for a decision.')}
${laterOf('Drafts that wait', 'waiting-after', waiting, wanted)}
${stopped.decisions.length > 0 || wanted['stopped-after'] !== undefined ? tableOf('Drafts that were stopped', ['Dataset', 'Draft', 'What happens', 'Do'], stopped.decisions.map(row), 'None of these.') : undefined}
${laterOf('Drafts that were stopped', 'stopped-after', stopped, wanted)}`,
  });
}

/** These lists begin with what waits longest. Each is turned alone. */
function laterOf(what: string, key: string, { next }: DecisionList, wanted: Wanted): Html | undefined {
  if (next === undefined && wanted[key] === undefined) return undefined;
  const to = (place: string | undefined): string => address('/approvals', { ...wanted, [key]: place });
  const first = wanted[key] === undefined ? undefined : html`<a href="${to(undefined)}">Oldest<span class="skip"> of: ${what}</span></a>`;
  const later = next === undefined ? undefined : html`<a href="${to(next)}">Later ones<span class="skip"> of: ${what}</span></a>`;
  return html`<nav aria-label="${`Pages of: ${what}`}"><p class="row">${first} ${later}</p></nav>`;
}

/** Per file: whether the sender's copy may go. */
export function filesPage({
  jobs,
  caller,
  next,
}: Shown & { readonly jobs: readonly DepositJob[]; readonly next: string | undefined }): string {
  const rows = jobs.flatMap((job) =>
    job.files.map(
      ({ key, size }) =>
        html`<tr><td class="name">${key}</td><td class="name">${jobLink(job)}</td><td class="whole">${readableSize(size)}</td><td class="name">${isSafe(job) ? html`<span class="ok">Yes: Zenodo has it, and the checksum was compared</span>` : html`<span class="warn">No: not yet on Zenodo</span>`}</td><td class="whole">${instant(job.createdAt)}</td></tr>`,
    ),
  );
  return documentOf({
    title: 'Safe to delete',
    place: '/files',
    caller,
    body: html`<h1>Which files are safe to delete</h1>
<p>On the instrument, that is: a copy may go once Zenodo has the file. A draft counts; it is deleted by nobody but its owner.</p>
${tableOf('Files', ['File', 'Dataset', 'Size', 'May the copy go?', 'Received'], rows, 'Nothing has arrived yet.')}
${next === undefined ? undefined : html`<p><a href="/files?after=${encodeURIComponent(next)}">Older ones</a></p>`}`,
  });
}
