const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * True for a date as metadata takes it: a year, a month or a day, or an interval of two of them that does not run backwards
 * (Extended Date/Time Format, level 0).
 *
 * @see https://www.loc.gov/standards/datetime/
 */
export function isDateOrInterval(text: string): boolean {
  const parts = text.split('/').map((part) => part.trim());
  if (parts.length > 2 || !parts.every(isDate)) return false;
  const [from = '', to] = parts;
  return to === undefined || from <= to || to.startsWith(from);
}

/** True for one date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` that the calendar has. */
export function isDate(text: string): boolean {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  if (month < 1 || month > 12) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= (month === 2 && leap ? 29 : DAYS[month - 1]!);
}
