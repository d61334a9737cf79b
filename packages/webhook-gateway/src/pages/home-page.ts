import { createHash } from 'node:crypto';
import type { DepositJob, DepositsStats, JobState } from '@zenodo-connect/nestjs';
import { nextActionOf } from '../jobs/next-action.ts';
import type { SubscriberState } from '../tables/subscribers.ts';
import { Html, html } from './html.ts';
import { readableSize } from './readable-size.ts';

export interface HomeData {
  /** The latest ones. */
  readonly jobs: readonly DepositJob[];
  /** How many there are of all. */
  readonly stats: DepositsStats;
  /** Drafts that were left for a person; several deposits can share one. */
  readonly drafts: number;
  readonly subscribers: readonly (SubscriberState & { readonly pending: number; readonly givenUp: number })[];
  readonly routes: readonly string[];
  /** Where deposits go: an origin. */
  readonly zenodo: string;
  readonly now: Date;
}

const style = `
  :root { color-scheme: light dark; --line: #8885; --soft: #777; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
  caption { text-align: left; font-size: 1.2rem; font-weight: 600; padding: 1rem 0 .4rem; }
  .scroll { overflow-x: auto; } td small { color: var(--soft); display: block; } .whole { white-space: nowrap; }`;

/** Nothing but this page's own style may load, run, frame or be sent. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const words: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Being deposited',
  waiting: 'Waiting',
  left: 'Draft, waits for a person',
  submitted: 'Draft, with a community',
  published: 'Published',
  findable: 'Published',
  failed: 'Stopped, needs a person',
  cancelled: 'Cancelled by a person',
};

export function homePage({ jobs, stats, drafts, subscribers, routes, zenodo, now }: HomeData): string {
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Zenodo gateway</title><style>${styleText}</style></head>
<body><main>
<h1>Zenodo gateway</h1>
<p>Files go to ${link(zenodo, new URL(zenodo).host)}. Routes: ${routes.join(', ')}. As of ${instant(now)}.</p>
<p>${summary(stats, drafts)}</p>
<div class="scroll"><table><caption>Last deposits</caption>
<thead><tr><th scope="col">Dataset</th><th scope="col">Files</th><th scope="col">State</th><th scope="col">Record</th><th scope="col">Changed</th></tr></thead>
<tbody>${jobs.length > 0 ? jobs.map(jobRow) : html`<tr><td colspan="5">Nothing has arrived yet.</td></tr>`}</tbody></table></div>
<div class="scroll"><table><caption>Subscribers</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Last try</th><th scope="col">Waiting events</th><th scope="col">Given up</th></tr></thead>
<tbody>${subscribers.length > 0 ? subscribers.map(subscriberRow) : html`<tr><td colspan="4">Nobody has subscribed; add \`subscribers\` to the configuration.</td></tr>`}</tbody></table></div>
</main></body></html>`;
  return page.text;
}

/** The style goes in as it is: its hash stands in the policy. */
const styleText = new Html(style);

function jobRow(job: DepositJob): Html {
  const files = job.files.map(({ key, size }) => html`${key} <small>${readableSize(size)}</small>`);
  return html`<tr><td>${String(job.meta['dataset'] ?? job.series ?? job.key)}<small>${String(job.meta['route'] ?? '')}</small></td><td>${files}</td>
<td>${words[job.state]}<small>${nextActionOf(job)}</small></td><td class="whole">${recordLink(job)}</td><td class="whole">${instant(job.updatedAt)}</td></tr>`;
}

function recordLink({ htmlUrl, doi, recordId, state }: DepositJob): Html {
  const name = state === 'left' && recordId ? `Draft ${recordId}` : (doi ?? htmlUrl ?? '');
  return htmlUrl ? link(htmlUrl, name) : html`${name}`;
}

/** Text alone for an address that no browser should open. */
const link = (url: string, text: string): Html =>
  /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${text}</a>` : html`${text}`;

/** What wants a person first; what is none is not told. */
function summary({ failed, waiting, queued, running, published, findable }: DepositsStats, drafts: number): string {
  const counts = [
    [failed, 'stopped and in need of a person'],
    [drafts, drafts === 1 ? 'draft left for a person' : 'drafts left for a person'],
    [waiting, 'waiting for another try'],
    [queued + running, 'queued or being deposited'],
    [published + findable, 'published'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length > 0 ? `${told.join(', ')}.` : 'No deposits yet.';
}

function subscriberRow({ name, disabledAt, lastAt, lastResult, pending, givenUp }: HomeData['subscribers'][number]): Html {
  const last = lastAt ? html`${lastResult}<small>${instant(lastAt)}</small>` : html`not asked yet`;
  return html`<tr><td>${name}${disabledAt ? html`<small>disabled since ${instant(disabledAt)}</small>` : html``}</td><td>${last}</td><td>${pending}</td><td>${givenUp}</td></tr>`;
}

const instant = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
