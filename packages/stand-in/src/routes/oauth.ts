import { timingSafeEqual } from 'node:crypto';
import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { htmlRedirect, jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { html } from '../pages/html.ts';
import { page } from '../pages/layout.ts';
import { type IssuedToken, TOKEN_LIFE_S } from '../state/oauth.ts';

/** Asks the person. Nobody is logged in here, so the page asks who it is, too. */
function ask(call: Call, app: App): Reply {
  const refused = refusal(call.query, app);
  if (refused) return refused;
  const users = app.store.users.all().map(({ account, name }) => html`<option value="${account}">${name}</option>`);
  const kept = [...call.query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const shown = page(
    'Authorize application',
    html`<h1>Authorize application</h1>
<p>An application asks for <strong>${call.query.get('scope') ?? 'nothing but your name'}</strong>.</p>
<form method="post" action="/oauth/authorize">${kept}
<label>Account <select name="account">${users}</select></label>
<button name="confirm" value="yes">Authorize</button> <button name="confirm" value="no">Reject</button></form>`,
  );
  // Browsers hold the redirect after a form against the addresses that forms may be sent to.
  const policy = shown.headers['content-security-policy']?.replace(/ form-action [^;]+;/, '') ?? '';
  return { ...shown, headers: { ...shown.headers, 'content-security-policy': policy } };
}

async function decide(call: Call, app: App): Promise<Reply> {
  const form = new URLSearchParams([...call.query, ...new URLSearchParams(await call.text())]);
  const refused = refusal(form, app);
  if (refused) return refused;
  const redirectUri = form.get('redirect_uri') ?? '';
  const user = app.store.users.withAccount(form.get('account') ?? 'owner');
  if (form.get('confirm') !== 'yes' || !user) return back(redirectUri, form, { error: 'access_denied' });
  const code = app.oauth.issueCode({ userId: user.id, scope: form.get('scope') ?? '', redirectUri }, app.faults.now());
  return back(redirectUri, form, { code });
}

/** What is not the person's to see goes to a page of errors, not back to the application. */
function refusal(asked: URLSearchParams, app: App): Reply | undefined {
  const wrong = (error: string) => htmlRedirect(302, `/oauth/errors?error=${error}`);
  if (asked.get('client_id') !== app.oauth.client.clientId) return wrong('invalid_client_id');
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri)) return wrong('invalid_redirect_uri');
  return asked.get('response_type') === 'code' ? undefined : back(redirectUri, asked, { error: 'unsupported_response_type' });
}

function back(redirectUri: string, asked: URLSearchParams, answer: Readonly<Record<string, string>>): Reply {
  const url = new URL(redirectUri);
  const state = asked.get('state');
  for (const [name, value] of Object.entries({ ...answer, ...(state !== null && { state }) })) url.searchParams.set(name, value);
  return htmlRedirect(302, url.href);
}

function errors(call: Call): Reply {
  return page('Authorization', html`<h1>Authorization</h1>\n<p>Error: ${call.query.get('error') ?? 'unknown'}</p>`);
}

/** The application is known by its id in the form; a header alone is not enough. */
async function token(call: Call, app: App): Promise<Reply> {
  const form = new URLSearchParams(await call.text());
  const { clientId, clientSecret } = app.oauth.client;
  if (form.get('client_id') !== clientId) return page('404', html`<h1>Page not found</h1>`, 404);
  if (!isSame(form.get('client_secret') ?? '', clientSecret)) return jsonReply(401, { error: 'invalid_client' });
  const now = app.faults.now();
  const grant = form.get('grant_type');
  if (grant === 'authorization_code') return answer(app.oauth.takeCode(form.get('code') ?? '', form.get('redirect_uri') ?? '', now));
  if (grant === 'refresh_token') return answer(app.oauth.refresh(form.get('refresh_token') ?? '', now));
  return jsonReply(400, { error: 'unsupported_grant_type' });
}

function answer(issued: IssuedToken | undefined): Reply {
  if (!issued) return jsonReply(400, { error: 'invalid_grant' });
  const { accessToken, refreshToken, scope } = issued;
  return jsonReply(
    200,
    { access_token: accessToken, expires_in: TOKEN_LIFE_S, token_type: 'Bearer', scope, refresh_token: refreshToken },
    'application/json',
    { 'cache-control': 'no-store', pragma: 'no-cache' },
  );
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

/** OAuth 2 with codes, as Zenodo's applications use it. */
export const oauthRoutes: readonly Route[] = [
  { method: 'GET', path: '/oauth/authorize', handle: ask },
  { method: 'POST', path: '/oauth/authorize', handle: decide },
  { method: 'GET', path: '/oauth/errors', handle: errors },
  { method: 'POST', path: '/oauth/token', handle: token },
];
