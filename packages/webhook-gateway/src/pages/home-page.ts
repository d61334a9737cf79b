import type { DepositJob, DepositsStats } from '@zenodo-connect/nestjs';
import { nextActionOf } from '../jobs/next-action.ts';
import type { Caller } from '../people/scopes.ts';
import type { SubscriberState } from '../tables/subscribers.ts';
import { type Html, html } from './html.ts';
import { fileList, jobLink, recordLink, stateWords, tableOf } from './job-words.ts';
import { documentOf, instant, link } from './layout.ts';

export interface HomeData {
  /** The latest ones. */
  readonly jobs: readonly DepositJob[];
  /** How many there are of all. */
  readonly stats: DepositsStats;
  /** Drafts that were left for a person; several deposits can share one. */
  readonly drafts: number;
  readonly subscribers: readonly (SubscriberState & { readonly pending: number; readonly givenUp: number })[];
  readonly routes: readonly string[];
  /** What lies in the folder of recipes cannot be used, and those of before are at work. */
  readonly recipesAreBehind?: boolean;
  /** Where deposits go: an origin. */
  readonly zenodo: string;
  readonly now: Date;
  readonly caller?: Caller | undefined;
  /** Nobody has an account yet. */
  readonly isNew?: boolean;
}

export function homePage(data: HomeData): string {
  const { jobs, stats, drafts, subscribers, routes, recipesAreBehind = false, zenodo, now, caller, isNew = false } = data;
  const hint = isNew ? 'Nobody can sign in yet: open the set-up link that the gateway printed at its start.' : undefined;
  return documentOf({
    title: 'Inbox',
    place: '/',
    caller,
    note: hint,
    body: html`<h1>Zenodo gateway</h1>
<p>Files go to ${link(zenodo, new URL(zenodo).host)}. Routes: ${routes.join(', ')}. As of ${instant(now)}.</p>
${recipesAreBehind ? html`<p class="warn">The recipes were changed and cannot be used; those of before stay at work. <code>zenodo-gateway lint</code> says what is wrong.</p>` : undefined}
<p>${summary(stats, drafts)}</p>
${tableOf('Last deposits', ['Dataset', 'Files', 'State', 'Record', 'Changed'], jobs.map(jobRow), 'Nothing has arrived yet.')}
${tableOf('Subscribers', ['Name', 'Last try', 'Waiting events', 'Given up'], subscribers.map(subscriberRow), 'Nobody has subscribed; add `subscribers` to the configuration.')}`,
  });
}

function jobRow(job: DepositJob): Html {
  return html`<tr><td class="name">${jobLink(job)}<small>${String(job.meta['route'] ?? '')}</small></td><td class="name">${fileList(job)}</td>
<td class="name">${stateWords[job.state]}<small>${nextActionOf(job)}</small></td><td class="whole">${recordLink(job)}</td><td class="whole">${instant(job.updatedAt)}</td></tr>`;
}

/** What wants a person first; what is none is not told. */
function summary({ failed, waiting, queued, running, published, findable, submitted }: DepositsStats, drafts: number): string {
  const counts = [
    [failed, 'stopped and in need of a person'],
    [drafts, drafts === 1 ? 'draft left for a person' : 'drafts left for a person'],
    [submitted ?? 0, 'in review by a community'],
    [waiting, 'waiting for another try'],
    [queued + running, 'queued or being deposited'],
    [published + findable, 'published'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length > 0 ? `${told.join(', ')}.` : 'No deposits yet.';
}

function subscriberRow({ name, disabledAt, lastAt, lastResult, pending, givenUp }: HomeData['subscribers'][number]): Html {
  const last = lastAt ? html`${lastResult}<small>${instant(lastAt)}</small>` : html`not asked yet`;
  return html`<tr><td class="name"><a href="/subscribers/${name}">${name}</a>${disabledAt ? html`<small class="warn">disabled since ${instant(disabledAt)}</small>` : html``}</td><td>${last}</td><td>${pending}<span class="unit"> waiting</span></td><td>${givenUp}<span class="unit"> given up</span></td></tr>`;
}
