import type { DeadLetter } from '../api/dead-letter.ts';
import type { subscriptionView } from '../api/subscription-endpoints.ts';
import { type Caller, mayDo } from '../people/scopes.ts';
import { eventFormats } from '../subscribers/subscription.ts';
import { letterPlace, listPlace } from './dead-letters-page.ts';
import { Html, html, linesOf, readableJson } from './html.ts';
import { actionButton, documentOf, formKey, instant } from './layout.ts';
import { hidden, type Wanted } from './page-query.ts';
import { standing, triesTable } from './subscriber-pages.ts';

type View = Awaited<ReturnType<typeof subscriptionView>>;

/** What a person wrote to correct a subscription; secrets are not shown again. */
interface WrittenCorrection {
  readonly url: string;
  readonly format: string;
  readonly headerName: string;
}

export interface DeadLetterData {
  readonly letter: DeadLetter;
  /** As it is now; undefined when it is no more. */
  readonly subscription: View | undefined;
  /** Names of the other subscriptions. */
  readonly others: readonly string[];
  /** Of the list that led here. */
  readonly wanted: Wanted;
  readonly caller: Caller | undefined;
  readonly note?: string | undefined;
  readonly written?: WrittenCorrection | undefined;
}

/** One event that was given up: why, and how it can still arrive. */
export function deadLetterPage({ letter, subscription, others, wanted, caller, note, written }: DeadLetterData): string {
  const { delivery, event, attempts } = letter;
  const may = caller !== undefined && mayDo(caller, 'operate');
  const isAdmin = caller !== undefined && mayDo(caller, 'admin');
  const path = letterPlace(delivery);
  return documentOf({
    title: `${delivery.type} to ${delivery.subscriber}`,
    place: '/dead-letters',
    caller,
    note,
    body: html`<h1>${delivery.type}, given up</h1>
<p><a href="${listPlace(wanted)}">Back to the dead letters</a></p>
<dl><dt>About</dt><dd>${delivery.subject}</dd><dt>Subscriber</dt><dd>${subscription ? html`<a href="/subscribers/${delivery.subscriber}">${delivery.subscriber}</a>, ${standing(subscription)}` : html`${delivery.subscriber}, which is no more`}</dd>
<dt>Given up</dt><dd>${instant(delivery.updatedAt)}</dd><dt>Last try</dt><dd>${delivery.lastResult}</dd><dt>Event</dt><dd>${delivery.eventId}</dd></dl>
${triesTable(attempts, isAdmin, 'None are kept.')}
<h2>What to do</h2>
<p>Where and how it is sent can be corrected. The event itself is sent as it happened: its receivers know it by its id, and another text under it would be a forgery.</p>
<div class="row">${subscription ? actionButton(caller, may, `${path}/send`, 'Send it again as it is', hidden(wanted)) : undefined}</div>
${subscription && caller?.formKey && may ? correction({ subscription, path, caller, wanted, written }) : undefined}
${caller?.formKey && may && others.length > 0 ? reroute({ path, caller, wanted, others }) : undefined}
<h2 id="event">The event, as it is sent</h2>
<pre tabindex="0" aria-labelledby="event">${linesOf(readableJson(JSON.parse(event.body)))}</pre>`,
  });
}

interface FormParts {
  readonly path: string;
  readonly caller: Caller;
  readonly wanted: Wanted;
}

function correction({
  subscription: one,
  path,
  caller,
  wanted,
  written,
}: FormParts & { readonly subscription: View; readonly written: WrittenCorrection | undefined }): Html | undefined {
  if (one.source === 'config')
    return html`<p>The subscriber "${one.name}" stands in the configuration: correct it there and start the gateway again, then send the event again.</p>`;
  if (!mayDo(caller, 'subscribe')) return html`<p>To correct the subscription needs the scope "subscribe".</p>`;
  const { url, format, headerName } = written ?? { url: one.url, format: one.format, headerName: one.header ?? '' };
  const options = eventFormats.map((name) => html`<option${name === format ? new Html(' selected') : undefined}>${name}</option>`);
  return html`<h3>Correct the subscription</h3>
<p>It holds for all events from now on; what waits for this subscriber is sent too.</p>
<form method="post" action="${path}/correct">${formKey(caller)}${hidden(wanted)}
<label for="url">Address</label><input id="url" name="url" type="url" required value="${url}">
<div class="row"><label for="format">Form</label><select id="format" name="format">${options}</select></div>
<label for="secret">New secret (whsec_…), if it has another; the ones before it sign for a day more</label><input id="secret" name="secret" type="password" autocomplete="off">
<label for="header-name">Header that it asks for</label><input id="header-name" name="header-name" value="${headerName}" autocomplete="off">
<label for="header-value">New value of this header, if it has another</label><input id="header-value" name="header-value" type="password" autocomplete="off">
<button>Save, and send it again</button></form>`;
}

function reroute({ path, caller, wanted, others }: FormParts & { readonly others: readonly string[] }): Html {
  return html`<h3>Send it to another subscriber</h3>
<form method="post" action="${path}/send" class="row">${formKey(caller)}${hidden(wanted)}
<label for="to">Subscriber</label><select id="to" name="to">${others.map((name) => html`<option>${name}</option>`)}</select>
<button>Send it there</button></form>`;
}
