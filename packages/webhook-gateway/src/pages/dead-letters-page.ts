import type { DepositJob } from '@zenodo-connect/nestjs';
import { eventTypes } from '../events/event-types.ts';
import { cureOf } from '../jobs/cure-of.ts';
import { type Caller, mayDo } from '../people/scopes.ts';
import type { DeliveryEntry } from '../tables/outbox.ts';
import { type Html, html } from './html.ts';
import { jobLink, tableOf } from './job-words.ts';
import { actionButton, documentOf, formKey, instant } from './layout.ts';
import { address, choice, hidden, pager, type Wanted } from './page-query.ts';

/** What the address may ask for. */
export const deadLetterWishes = ['route', 'subscriber', 'type', 'deposits-after', 'events-after'] as const;

interface DeadLettersData {
  readonly deposits: { readonly jobs: readonly DepositJob[]; readonly next: string | undefined };
  readonly events: { readonly deliveries: readonly DeliveryEntry[]; readonly next: number | undefined };
  /** How many events of the chosen subscriber and type were given up; undefined while no subscriber is chosen that there is. */
  readonly all?: number | undefined;
  readonly wanted: Wanted;
  /** To choose from. */
  readonly routes: readonly string[];
  readonly subscribers: readonly string[];
  readonly caller: Caller | undefined;
  readonly note?: string | undefined;
}

const place = '/dead-letters';

/** Where one event that was given up is shown. */
export const letterPlace = ({ eventId, subscriber }: Pick<DeliveryEntry, 'eventId' | 'subscriber'>): string =>
  `${place}/${encodeURIComponent(eventId)}/${encodeURIComponent(subscriber)}`;

/** The list as it was, for the way back to it. */
export const listPlace = (wanted: Wanted): string => address(place, wanted);

/** What needs a person: deposits that stopped, and events that were given up. */
export function deadLettersPage({ deposits, events, all, wanted, routes, subscribers, caller, note }: DeadLettersData): string {
  const may = caller !== undefined && mayDo(caller, 'operate');
  const jobRow = (job: DepositJob): Html =>
    html`<tr><td class="name">${jobLink(job)}</td><td class="name">${job.problem}<small>${cureOf(job)}</small></td><td class="whole">${instant(job.updatedAt)}</td>
<td><a href="/deposits/${encodeURIComponent(job.id)}#metadata">Look at it<span class="skip"> (${job.key})</span></a>${actionButton(caller, may, `/deposits/${encodeURIComponent(job.id)}/retry`, 'Try again')}</td></tr>`;
  const deliveryRow = (one: DeliveryEntry): Html =>
    html`<tr><td class="name"><a href="${address(letterPlace(one), wanted)}">${one.type}</a><small>${one.subject}</small></td><td><a href="/subscribers/${one.subscriber}">${one.subscriber}</a></td><td class="name">${one.lastResult}</td><td class="whole">${instant(one.updatedAt)}</td>
<td>${actionButton(caller, may, `${letterPlace(one)}/send`, 'Send again', hidden(wanted))}</td></tr>`;
  const { route, subscriber, type } = wanted;
  // Each of the two lists is turned alone: the other stays where it is.
  const turned = (key: 'deposits-after' | 'events-after', next: string | undefined) => ({
    older: next === undefined ? undefined : address(place, { ...wanted, [key]: next }),
    newest: wanted[key] === undefined ? undefined : address(place, { ...wanted, [key]: undefined }),
  });
  const none = {
    deposits: route === undefined && wanted['deposits-after'] === undefined ? 'None: no deposit needs a person.' : 'None of these.',
    events:
      subscriber === undefined && type === undefined && wanted['events-after'] === undefined
        ? 'None: every event arrived or is on its way.'
        : 'None of these.',
  };
  return documentOf({
    title: 'Dead letters',
    place,
    caller,
    note,
    body: html`<h1>Dead letters</h1>
<form method="get" action="${place}" class="row" aria-label="Which dead letters">${choice('route', 'Route of the deposits', routes, route)}
${choice('subscriber', 'Subscriber', subscribers, subscriber)}
${choice('type', 'Type of the events', eventTypes, type)}
<button>Show these</button>${(route ?? subscriber ?? type) ? html` <a href="${place}">Show all</a>` : undefined}</form>
${tableOf('Deposits that stopped', ['Dataset', 'Why, and what to do', 'Since', 'Do'], deposits.jobs.map(jobRow), none.deposits)}
${pager('Deposits that stopped', turned('deposits-after', deposits.next))}
${tableOf('Events that were given up', ['Event', 'Subscriber', 'Last try', 'Since', 'Do'], events.deliveries.map(deliveryRow), none.events)}
${caller?.formKey && may && all ? sendAll(all, wanted, caller) : undefined}
${pager('Events that were given up', turned('events-after', events.next?.toString()))}`,
  });
}

/** Many at once by a slip would be many messages to somebody: the number has to be written. */
const sendAll = (count: number, wanted: Wanted, caller: Caller): Html =>
  html`<form method="post" action="${place}/send">${formKey(caller)}${hidden(wanted)}
<label for="confirm">To send ${wanted['subscriber']} all of these again (${count}), write their number</label><input id="confirm" name="confirm" inputmode="numeric" required autocomplete="off"><button>Send all again</button></form>`;
