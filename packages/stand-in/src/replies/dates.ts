type Length = 'short' | 'long';

/** A dash between thin spaces. */
const DASH = '\u2009\u2013\u2009';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once each: they are slow to make and large. */
function formatter(month: Length, withDay: boolean): Intl.DateTimeFormat {
  const key = `${month} ${withDay}`;
  const made =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-US', { year: 'numeric', month, ...(withDay ? { day: 'numeric' } : {}), timeZone: 'UTC' });
  formatters.set(key, made);
  return made;
}

/** `2026-03-14` as `Mar 14, 2026` or `March 14, 2026`; `2026-03` without the day; a year stays a year. */
export function formatDate(date: string, month: Length): string {
  const [year, monthNumber, day] = date.split('-');
  if (monthNumber === undefined) return date;
  const at = new Date(`${year}-${monthNumber}-${day ?? '01'}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return formatter(month, day !== undefined).format(at);
}

/** A date or an interval of dates, shortened as English writes it: `Jan – Mar 2025`. */
export function formatEdtf(text: string, month: Length): string {
  const [from = '', to] = text.trim().split('/');
  if (to === undefined) return formatDate(from, month);
  const start = formatDate(from, month);
  const end = formatDate(to, month);
  const year = ` ${to.slice(0, 4)}`;
  return start.endsWith(year) && end.endsWith(year)
    ? `${start.slice(0, -year.length).replace(/,$/, '')}${DASH}${end}`
    : `${start}${DASH}${end}`;
}
