/** What opens something, by its form: credentials, signed addresses, passwords in addresses, webhook keys. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, '$1 [secret]'],
  [
    /([?&;\s"'{,](?:access_token|token|api[-_]?key|sig|signature|x-(?:amz|goog)-[a-z-]+|secret|client_secret|password)["']?\s*[=:]\s*["']?)[^&;\s"'<>#,}]+/gi,
    '$1[secret]',
  ],
  [/(\/\/)[^\s/?#@]+@/g, '$1[secret]@'],
  [/\bwhs(?:ec|k)_[A-Za-z0-9+/=]+/g, '[secret]'],
];

/** Tokens that this process has used, the last ones of those that change. */
const used = new Set<string>();
const mostUsed = 200;

/** Has it cut out of everything that is logged from now on. */
export function hide(token: string): void {
  // Shorter ones are words, and would be cut out of sentences.
  if (token.length < 8) return;
  used.delete(token);
  used.add(token);
  for (const oldest of [...used].slice(0, -mostUsed)) used.delete(oldest);
}

/** The same text without tokens, passwords, signatures and webhook keys. */
export function redact(text: string): string {
  let clean = text;
  for (const token of used) clean = clean.replaceAll(token, '[token]');
  for (const [form, instead] of forms) clean = clean.replace(form, instead);
  return clean;
}
