const parts: Readonly<Record<string, (at: Date) => string>> = {
  Y: (at) => String(at.getUTCFullYear()).padStart(4, '0'),
  m: (at) => two(at.getUTCMonth() + 1),
  d: (at) => two(at.getUTCDate()),
  H: (at) => two(at.getUTCHours()),
  M: (at) => two(at.getUTCMinutes()),
  S: (at) => two(at.getUTCSeconds()),
  '%': () => '%',
};

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * The filter `date`: an ISO 8601 instant or day in UTC, as `%Y-%m-%d` unless another form is given. It knows no `now`,
 * so that the same input always gives the same text.
 */
export function formatInstant(value: unknown, form: unknown = '%Y-%m-%d'): string {
  const text = String(value);
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(at.getTime()))
    throw new Error(`"${text.slice(0, 40)}" is no day or instant such as 2026-11-25 or 2026-11-25T14:05:00Z`);
  return String(form).replace(/%(.)/g, (whole, letter: string) => parts[letter]?.(at) ?? whole);
}
