import type { subscriptionView } from '../api/subscription-endpoints.ts';
import { type Caller, mayDo } from '../people/scopes.ts';
import type { AttemptEntry } from '../tables/attempts.ts';
import type { ReplayEntry } from '../tables/replays.ts';
import { Html, html } from './html.ts';
import { tableOf } from './job-words.ts';
import { actionButton, documentOf, formKey, instant } from './layout.ts';
import { address, pager, type Wanted } from './page-query.ts';

type View = Awaited<ReturnType<typeof subscriptionView>>;

/** All subscribers. */
export function subscribersPage({
  subscriptions,
  caller,
}: {
  readonly subscriptions: readonly View[];
  readonly caller: Caller | undefined;
}): string {
  const row = (one: View): Html =>
    html`<tr><td class="name"><a href="/subscribers/${one.name}">${one.name}</a><small>${one.source === 'api' ? 'made by the API' : 'in the configuration'}</small></td><td class="name">${one.url}</td><td class="name">${standing(one)}</td><td>${one.waiting}<span class="unit"> waiting</span></td><td>${one.given_up}<span class="unit"> given up</span></td></tr>`;
  return documentOf({
    title: 'Subscribers',
    place: '/subscribers',
    caller,
    body: html`<h1>Subscribers</h1>
${tableOf('Who receives events', ['Name', 'Address', 'How it stands', 'Waiting', 'Given up'], subscriptions.map(row), 'Nobody has subscribed; add `subscribers` to the configuration, or POST to /api/v1/subscriptions.')}`,
  });
}

interface SubscriberData {
  readonly subscription: View;
  readonly tries: { readonly attempts: readonly AttemptEntry[]; readonly next: number | undefined };
  /** Which tries. */
  readonly wanted: Wanted;
  readonly sentAgain: { readonly replays: readonly ReplayEntry[]; readonly next: string | undefined };
  readonly caller: Caller | undefined;
  readonly note?: string | undefined;
  /** How many events a replay would send, once that was asked. */
  readonly replay?: { readonly from: string; readonly count: number } | undefined;
}

/** One subscriber: its settings, its tries, and what can be sent again. */
export function subscriberPage({ subscription: one, tries, wanted, sentAgain, caller, note, replay }: SubscriberData): string {
  const may = caller !== undefined && mayDo(caller, 'operate');
  const isAdmin = caller !== undefined && mayDo(caller, 'admin');
  const isDown = one.disabled_at !== null || one.failing_since !== null;
  return documentOf({
    title: one.name,
    place: '/subscribers',
    caller,
    note,
    body: html`<h1>${one.name}</h1>
<p>${standing(one)}</p>
<dl><dt>Address</dt><dd>${one.url}</dd><dt>Events</dt><dd>${one.events.join(', ')}</dd><dt>Form</dt><dd>${one.format}</dd>
<dt>Secrets (the beginning of their SHA-256)</dt><dd>${one.secrets.join(', ') || 'none'}${one.header ? `, and the header ${one.header}` : ''}</dd>
<dt>Private addresses</dt><dd>${one.allow_private === false ? 'refused' : one.allow_private === true ? 'allowed' : one.allow_private.join(', ')}</dd>
<dt>Consent</dt><dd>${one.handshake ? 'asked for before the first event' : 'not asked for'}</dd></dl>
<div class="row">${actionButton(caller, may && isDown, `/subscribers/${one.name}/enable`, `Enable and send what waits (${one.waiting})`)}
${actionButton(caller, may, `/subscribers/${one.name}/test`, 'Send a test event')}</div>
${caller?.formKey && may ? replayForm(one, caller, replay) : undefined}
${
  sentAgain.replays.length > 0 || wanted['replays-after'] !== undefined
    ? tableOf(
        'Sent again',
        ['When', 'How it stands', 'Events', 'Sent', 'Waiting', 'What to do'],
        sentAgain.replays.map((entry) => replayRow(entry, caller, may)),
        'None of these.',
      )
    : undefined
}
${turned('Sent again', one.name, 'replays-after', sentAgain.next, wanted)}
${triesChoice(one.name, wanted)}
${triesTable(tries.attempts, isAdmin, (wanted['tries'] ?? wanted['tries-after']) ? 'None of these.' : 'Nothing was sent yet.')}
${turned('Tries', one.name, 'tries-after', tries.next?.toString(), wanted)}`,
  });
}

/** All tries, or those alone that did not arrive. */
function triesChoice(name: string, { tries }: Wanted): Html {
  const path = `/subscribers/${name}`;
  const isFailed = tries === 'failed';
  const current = (is: boolean): Html | undefined => (is ? new Html(' aria-current="true"') : undefined);
  return html`<nav aria-label="Which tries"><p class="row"><a href="${path}"${current(!isFailed)}>All tries</a> <a href="${path}?tries=failed"${current(isFailed)}>Failed tries</a></p></nav>`;
}

/** Each of the two lists is turned alone: the other stays where it is. */
function turned(what: string, name: string, key: 'tries-after' | 'replays-after', next: string | undefined, wanted: Wanted) {
  const path = `/subscribers/${name}`;
  return pager(what, {
    older: next === undefined ? undefined : address(path, { ...wanted, [key]: next }),
    newest: wanted[key] === undefined ? undefined : address(path, { ...wanted, [key]: undefined }),
  });
}

function replayForm({ name }: View, caller: Caller, replay: SubscriberData['replay']): Html {
  const value = replay ? new Html(html` value="${replay.from}"`.text) : undefined;
  return html`<h2>Send again</h2>
<form method="post" action="/subscribers/${name}/replay">${formKey(caller)}
<label for="from">All events since (UTC)</label><input id="from" name="from" type="datetime-local" required${value}>
${
  replay
    ? html`<label for="confirm">These are ${replay.count} events. To send them, write the number</label><input id="confirm" name="confirm" inputmode="numeric" required autocomplete="off"><button>Send ${replay.count} events again</button>`
    : html`<button>Count them first</button>`
}</form>`;
}

function replayRow(
  { id, subscriber, state, count, sent, waiting, startedAt }: ReplayEntry,
  caller: Caller | undefined,
  may: boolean,
): Html {
  const runs = state === 'queueing' || state === 'sending';
  const stop = actionButton(caller, may && runs, `/subscribers/${subscriber}/replays/${id}/stop`, 'Stop it');
  return html`<tr><td class="whole">${instant(startedAt)}</td><td class="name">${state}</td><td>${count}</td><td>${sent} sent</td><td>${waiting} waiting</td><td>${stop}</td></tr>`;
}

/** Tries, and for admins what was answered. */
export const triesTable = (attempts: readonly AttemptEntry[], isAdmin: boolean, none: string): Html =>
  tableOf(
    'Tries',
    ['When', 'Event', 'Result', 'Took', 'Address'],
    attempts.map((attempt) => attemptRow(attempt, isAdmin)),
    none,
  );

function attemptRow({ startedAt, eventId, number, result, ms, phases, address, answer, answerCut }: AttemptEntry, isAdmin: boolean): Html {
  const parts = Object.entries(phases).map(([name, took]) => `${name} ${took}`);
  const shown = isAdmin ? result : result.replace(/^nothing is sent there: .*$/, 'nothing is sent there');
  return html`<tr><td class="whole">${instant(startedAt)}</td><td class="name"><small>${eventId}, try ${number}</small></td><td class="name">${shown}${isAdmin && answer ? html`<details><summary>Answer${answerCut ? ', cut' : ''}</summary><pre tabindex="0">${answer.slice(0, 4_000)}</pre></details>` : undefined}</td><td class="whole">${ms} ms<small>${parts.join(', ')}</small></td><td class="whole">${address}</td></tr>`;
}

export function standing({ disabled_at, rests_until, failing_since, last_result }: View): Html {
  if (disabled_at) return html`<span class="warn">Disabled since ${instant(new Date(disabled_at))}</span><small> ${last_result}</small>`;
  if (rests_until)
    return html`<span class="warn">Failing; asked again at ${instant(new Date(rests_until))}</span><small> ${last_result}</small>`;
  if (failing_since) return html`<span class="warn">Failing since ${instant(new Date(failing_since))}</span><small> ${last_result}</small>`;
  return last_result ? html`<span class="ok">Works</span><small> ${last_result}</small>` : html`Not asked yet`;
}
