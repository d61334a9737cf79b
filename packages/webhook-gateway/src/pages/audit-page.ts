import type { AuditEntry } from '../audit/audit-entry.ts';
import type { Caller } from '../people/scopes.ts';
import { type Html, html } from './html.ts';
import { tableOf } from './job-words.ts';
import { documentOf, instant } from './layout.ts';

interface AuditPageData {
  readonly entries: readonly AuditEntry[];
  readonly caller: Caller | undefined;
  /** Where older ones begin. */
  readonly next: number | undefined;
}

const outcomes: Readonly<Record<AuditEntry['outcome'], Html>> = {
  asked: html`<span class="warn">asked for; what became of it is not known</span>`,
  done: html`<span class="ok">done</span>`,
  refused: html`<span class="warn">refused</span>`,
};

/** Who did what, the newest first. */
export function auditPage({ entries, caller, next }: AuditPageData): string {
  const ended = new Set(entries.map(({ asked }) => asked));
  const askedFor = new Map(entries.map((entry) => [entry.hash, entry]));
  // An act and what became of it are one row; the log itself keeps both.
  const acts = entries
    .filter(({ hash }) => !ended.has(hash))
    .map((entry) => ({ ...entry, detail: { ...(entry.asked === undefined ? {} : askedFor.get(entry.asked)?.detail), ...entry.detail } }));
  const row = ({ seq, at, who, action, subject, outcome, detail }: AuditEntry): Html =>
    html`<tr><td class="whole">${instant(at)}<small>${seq}</small></td><td class="name">${who}</td><td class="name">${action}<small>${subject}</small></td><td>${outcomes[outcome]}</td><td class="name">${Object.keys(detail).length > 0 ? html`<code>${JSON.stringify(detail)}</code>` : undefined}</td></tr>`;
  return documentOf({
    title: 'Audit log',
    place: '/audit',
    caller,
    body: html`<h1>Audit log</h1>
<p>What people, programs and commands did to this gateway. What is asked for stands here before it is done. <code>zenodo-gateway audit check</code> says whether an entry was changed.</p>
${tableOf('Entries', ['When', 'Who', 'Did what, and to what', 'Outcome', 'Detail'], acts.map(row), 'Nothing was done yet.')}
${next === undefined ? undefined : html`<p><a href="/audit?before=${next}">Older ones</a></p>`}`,
  });
}
