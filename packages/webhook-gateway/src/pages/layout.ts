import { createHash } from 'node:crypto';
import { type Caller, mayDo } from '../people/scopes.ts';
import { Html, html } from './html.ts';

const style = `
  :root { color-scheme: light dark; --line: light-dark(#c8c8c8, #555); --soft: light-dark(#555, #b5b5b5); --link: light-dark(#0b57d0, #9ec1ff); --warn: light-dark(#a4262c, #ff9d9d); --ok: light-dark(#1b6e34, #8fd6a3); }
  * { box-sizing: border-box; } html { background: light-dark(#fff, #15171b); color: light-dark(#1a1a1a, #ececec); }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 0 1rem 3rem; }
  a { color: var(--link); } a:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
  nav ul { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1.2rem; list-style: none; padding: .8rem 0; margin: 0; border-bottom: 1px solid var(--line); }
  nav form { margin: 0; } nav a[aria-current] { font-weight: 600; text-decoration: none; color: inherit; }
  h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
  caption { text-align: left; font-size: 1.2rem; font-weight: 600; padding: 1rem 0 .4rem; }
  .scroll { overflow-x: auto; } small { color: var(--soft); } td small { display: block; } .whole { white-space: nowrap; } .name { min-width: 9rem; }
  dt { color: var(--soft); } dd { margin: 0 0 .6rem; overflow-wrap: anywhere; } .warn { color: var(--warn); } .ok { color: var(--ok); }
  ol.steps { list-style: none; padding: 0; } ol.steps li::before { content: '○ '; } ol.steps li.done::before { content: '● '; } ol.steps li.done { font-weight: 600; }
  button, input, textarea, select { font: inherit; } button { padding: .45rem .9rem; cursor: pointer; white-space: nowrap; } .unit { display: none; } form { margin: .6rem 0; }
  input, textarea { display: block; width: 100%; max-width: 40rem; padding: .45rem; margin: .2rem 0 .8rem; } input[type=checkbox] { display: inline; width: auto; margin: 0 .4rem 0 0; } textarea { max-width: none; min-height: 16rem; font-family: ui-monospace, monospace; font-size: .9rem; }
  pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; } progress { width: 100%; max-width: 30rem; height: 1.2rem; }
  .row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; } td form { margin: 0 0 .6rem; } td label.row { font-size: .9rem; } .note { border-left: 4px solid var(--link); padding: .4rem .8rem; }
  @media (max-width: 44rem) { thead { position: absolute; left: -100rem; } table, caption, tbody, tr, td { display: block; } tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } td { border: 0; padding: .15rem 0; } .whole { white-space: normal; } .unit { display: inline; color: var(--soft); } }`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but a page's own style and script may load or run, nothing may frame it, and forms go nowhere but here. */
function policyFor(script?: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'", "require-trusted-types-for 'script'"]),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What goes with every page. */
export const pageHeaders = (script?: string): Readonly<Record<string, string>> => ({
  'content-security-policy': policyFor(script),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

const places = [
  ['/', 'Inbox'],
  ['/files', 'Safe to delete'],
  ['/dead-letters', 'Dead letters'],
  ['/approvals', 'Approvals'],
  ['/subscribers', 'Subscribers'],
  ['/audit', 'Audit log'],
] as const;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Which place of the navigation it is; none where nobody is in yet. */
  readonly place?: (typeof places)[number][0];
  readonly caller?: Caller | undefined;
  /** Says what was just done, or why it was not. */
  readonly note?: string | undefined;
  readonly script?: string;
}

/** A whole page. */
export function documentOf({ title, body, place, caller, note, script }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Zenodo gateway</title><style>${new Html(style)}</style></head>
<body><a class="skip" href="#main">To the content</a>
${place ? navigation(place, caller) : undefined}
<main id="main" tabindex="-1">
${note === undefined ? undefined : html`<p class="note" role="status">${note}</p>`}
${body}
</main>${script === undefined ? undefined : html`<script>${new Html(script)}</script>`}</body></html>`.text;
}

function navigation(place: string, caller: Caller | undefined): Html {
  const links = places
    .filter(([url]) => url !== '/audit' || (caller && mayDo(caller, 'admin')))
    .map(([url, name]) => html`<li><a href="${url}"${url === place ? new Html(' aria-current="page"') : undefined}>${name}</a></li>`);
  const who = caller?.formKey
    ? html`<li><form method="post" action="/sign-out" class="row">${formKey(caller)}<small>${caller.name.replace('person/', '')}</small><button>Sign out</button></form></li>`
    : html`<li><a href="/sign-in">Sign in</a></li>`;
  return html`<nav aria-label="Pages"><ul>${links}${who}</ul></nav>`;
}

/** What tells a form of ours from a forged one. */
export const formKey = ({ formKey: key }: Pick<Caller, 'formKey'>): Html => html`<input type="hidden" name="key" value="${key}">`;

/** A button that does something, for who may; nothing for others. */
export const actionButton = (caller: Caller | undefined, allowed: boolean, action: string, name: string, more?: Html): Html | undefined =>
  caller?.formKey && allowed
    ? html`<form method="post" action="${action}">${formKey(caller)}${more}<button>${name}</button></form>`
    : undefined;

export const instant = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Text alone for an address that no browser should open. */
export const link = (url: string, text: string): Html =>
  /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${text}</a>` : html`${text}`;
