import { html } from './html.ts';
import { documentOf } from './layout.ts';

export function signInPage(note?: string): string {
  return documentOf({
    title: 'Sign in',
    note,
    body: html`<h1>Sign in</h1>
<form method="post" action="/sign-in"><label for="name">Name</label><input id="name" name="name" autocomplete="username" required autocapitalize="none">
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required><button>Sign in</button></form>`,
  });
}

/** What a one-time link shows. Its secret stays in the address: nothing here leads elsewhere, and no referrer is sent. */
export function joinPage(action: string, note?: string): string {
  return documentOf({
    title: 'Set up',
    note,
    body: html`<h1>Choose a name and a password</h1>
<p>This link works once.</p>
<form method="post" action="${action}"><label for="name">Name: small letters, digits, dots, - and _</label><input id="name" name="name" autocomplete="username" required autocapitalize="none">
<label for="password">Password, 12 characters or more</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="12" required><button>Begin</button></form>`,
  });
}
