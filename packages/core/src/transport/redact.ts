/** The one place that takes secrets out of what leaves core: errors, their causes, the log. */

const tokenMark = '[token]';
const secretMark = '[secret]';

/** Values that open something: tokens in links, and the signatures of signed addresses. */
const secretParameters =
  /([?&;](?:access_token|token|api[-_]?key|sig|signature|x-(?:amz|goog)-[a-z-]+|awsaccesskeyid|googleaccessid|key-pair-id|policy|temp_url_sig|code|secret|client_secret|password)=)[^&;\s"'<>#]*/gi;
/** An access link comes with its secret. */
const secretFields = /^(?:access_?token|token|secret|client_secret|password)$/i;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const userInfo = /(\/\/)[^\s/?#@]+@/g;

/** The same text without the token, plain or encoded, without other credentials, users in addresses, and signatures. */
export function redactText(text: string, token: string | undefined): string {
  let clean = text;
  if (token !== undefined) clean = clean.replaceAll(token, tokenMark).replaceAll(encodeURIComponent(token), tokenMark);
  return clean.replace(secretParameters, `$1${secretMark}`).replace(credentials, `$1 ${tokenMark}`).replace(userInfo, `$1${secretMark}@`);
}

/** The same JSON with every string and name redacted, should a server or proxy have echoed a secret. */
export function redact(value: unknown, token: string | undefined): unknown {
  if (typeof value === 'string') return redactText(value, token);
  if (Array.isArray(value)) return value.map((item) => redact(item, token));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const clean = ([name, item]: [string, unknown]): [string, unknown] => [
    redactText(name, token),
    typeof item === 'string' && secretFields.test(name) ? secretMark : redact(item, token),
  ];
  return Object.fromEntries(Object.entries(value).map(clean));
}

const keptOfErrors = ['code', 'errno', 'syscall', 'status'] as const;

/**
 * The failure of a transport as a plain error: what it says and its codes, redacted. Some clients hang the whole request
 * with its headers on their errors; nothing of that is kept.
 */
export function redactError(error: unknown, token: string | undefined, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redactText(String(error), token));
  const first = error instanceof AggregateError && error.message === '' ? error.errors.find((one) => one instanceof Error) : undefined;
  const plain = new Error(redactText((first ?? error).message, token));
  plain.name = error.name;
  if (error.stack !== undefined) plain.stack = redactText(error.stack, token);
  for (const name of keptOfErrors) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string' || typeof value === 'number') Object.assign(plain, { [name]: redact(value, token) });
  }
  if (error.cause !== undefined && depth < 5) plain.cause = redactError(error.cause, token, depth + 1);
  return plain;
}
