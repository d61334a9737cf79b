import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problems/problem.ts';
import { html } from './html.ts';
import { documentOf } from './layout.ts';

const forPrograms = /^\/(api|in|jobs|metrics|healthz|readyz|openapi\.json)(\/|\?|$)/;

/** Whether a person at a browser asks, who is helped by a page rather than by JSON. */
export const wantsPage = ({ headers, raw }: FastifyRequest): boolean =>
  /\btext\/html\b/i.test(headers.accept ?? '') && !forPrograms.test(raw.url ?? '');

/** Titles that speak of tokens, which a person has none of. */
const titles: Readonly<Record<number, string>> = { 401: 'Not signed in', 404: 'Not found' };

/** A refusal for a person: what is wrong, what to do, and the way back. */
export function problemPage({ title: given, message, nextStep, status }: Problem, instance: string): string {
  const title = titles[status] ?? given;
  // What only a program can do is no help here.
  const isForPerson = !/^(GET|POST|PATCH|PUT) /.test(nextStep);
  return documentOf({
    title,
    body: html`<h1>${title}</h1>
<p>${message}</p>
${isForPerson ? html`<p>${nextStep}</p>` : undefined}
<p class="row"><a href="/">To the inbox</a>${status === 401 || status === 403 ? html` <a href="/sign-in">Sign in</a>` : undefined}</p>
<p><small>For the operator, who finds it in the log: ${instance}</small></p>`,
  });
}
