import { createHash } from 'node:crypto';
import { HTML, type Reply, reply } from '../http/reply.ts';
import { html, Markup } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: light-dark(#0a5ea8, #7db8ee); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; padding-bottom: .5rem; }
header p { margin: 0; opacity: .75; font-size: .9rem; }
a { color: var(--accent); }
.skip:not(:focus) { position: absolute; left: -100rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.text { overflow-wrap: anywhere; }
.text pre { overflow-x: auto; white-space: pre; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.number, th.number { text-align: right; white-space: nowrap; }
code { font-size: .85em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
.state { display: inline-block; padding: 0 .5rem; border-radius: 1rem; background: var(--soft); font-size: .85rem; white-space: nowrap; }
.empty { opacity: .75; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85em; }
form { display: flex; gap: .5rem; margin: 1rem 0; }
input, button { font: inherit; padding: .3rem .6rem; }
img { max-width: 100%; max-height: 12rem; }
input { flex: 1; min-width: 0; }
@media (max-width: 40rem) {
  body { padding: .75rem; }
  table { font-size: .9rem; }
  .wide { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
`;

/** The style's own hash lets it through, and this server's pictures are shown; nothing else is loaded or run. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** A whole page with the notice that this is no repository. */
export function page(title: string, content: Markup, status = 200): Reply {
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · stand-in for Zenodo</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<nav aria-label="Pages"><strong><a href="/">Stand-in for Zenodo</a></strong> · <a href="/communities">Communities</a> · <a href="/me/requests">Requests</a> · <a href="/_stand-in/calls.html">Calls</a></nav>
<p>A demonstration server, not a repository: its DOIs are not real, and it shows the drafts of all users to everybody.</p>
</header>
<main id="main">
${content}
</main>
</body>
</html>
`;
  return reply(status, HTML, body.text, {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}

/** Markup that is known to be safe: the style sheet above. */
function raw(text: string): Markup {
  return new Markup(text);
}
