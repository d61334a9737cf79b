import { createHash } from 'node:crypto';
import type { Decision } from '../tables/decisions.ts';
import { Html, html } from './html.ts';

export interface StopPage {
  readonly decision: Decision;
  /** Why it could not be stopped. */
  readonly late?: string;
}

const style = `
  :root { color-scheme: light dark; }
  body { font: 18px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
  button { font: inherit; padding: .6rem 1.2rem; }`;

/** Nothing loads; the one form goes back to its own address. */
export const stopPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of one held draft: what happens when, and the button that stops it. */
export function stopPage({ decision, late }: StopPage): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A held draft</title><style>${new Html(style)}</style></head>
<body>
<main>
<h1>${decision.dataset}</h1>
<p role="status">${late ?? wordsOf(decision)}</p>
${decision.state === 'waiting' && late === undefined ? html`<form method="post"><button>Do not publish it</button></form>` : undefined}
</main>
</body>
</html>
`.text;
}

function wordsOf({ draftId, state, openAt, mode }: Decision): string {
  if (state === 'stopped') return `Stopped: the draft ${draftId} stays a draft until somebody approves it.`;
  if (state !== 'waiting') return `The draft ${draftId} was let go to be published, which nobody can take back.`;
  if (mode === 'approval') return `The draft ${draftId} waits until somebody approves it.`;
  return `The draft ${draftId} will be published for ever at ${openAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'its time'} UTC, unless it is stopped.`;
}
