const mark = '[token]';

/** The same value with the token cut out of every string, should a server or proxy have echoed it. */
export function redact(value: unknown, token: string | undefined): unknown {
  if (token === undefined) return value;
  if (typeof value === 'string') return value.replaceAll(token, mark);
  if (Array.isArray(value)) return value.map((item) => redact(item, token));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.replaceAll(token, mark), redact(item, token)]));
}
