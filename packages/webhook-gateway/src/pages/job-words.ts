import type { DepositJob, JobState } from '@zenodo-connect/nestjs';
import { Html, html } from './html.ts';
import { link } from './layout.ts';
import { readableSize } from './readable-size.ts';

export const stateWords: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Being deposited',
  waiting: 'Waiting',
  left: 'Draft, complete',
  submitted: 'Draft, with a community',
  published: 'Published',
  findable: 'Published',
  failed: 'Stopped, needs a person',
  cancelled: 'Cancelled by a person',
};

export const datasetOf = ({ meta, series, key }: DepositJob): string => String(meta['dataset'] ?? series ?? key);

export function recordLink({ htmlUrl, doi, recordId, state }: DepositJob): Html {
  const name = state === 'left' && recordId ? `Draft ${recordId}` : (doi ?? htmlUrl ?? '');
  return htmlUrl ? link(htmlUrl, name) : html`${name}`;
}

export const fileList = ({ files }: DepositJob): readonly Html[] =>
  files.map(({ key, size }) => html`${key} <small>${readableSize(size)}</small>`);

/** On whom the only copies are until then: the gateway lets go of a file once Zenodo has it and its checksum was compared. */
export const isSafe = ({ state }: DepositJob): boolean => ['left', 'submitted', 'published', 'findable'].includes(state);

export const jobLink = (job: DepositJob): Html => html`<a href="/deposits/${encodeURIComponent(job.id)}">${datasetOf(job)}</a>`;

/** A table with a caption that can be scrolled by keyboard. */
export const tableOf = (caption: string, heads: readonly string[], rows: readonly Html[], empty: string): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.length > 0 ? rows : html`<tr><td colspan="${heads.length}">${empty}</td></tr>`}</tbody></table></div>`;
