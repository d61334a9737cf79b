/**
 * The first and last millisecond that a date names: a year is long, a second is short, an interval `a/b` goes from one to the other.
 * What is no date is never.
 */
export function instantRange(text: string): [start: number, end: number] {
  const [from = '', to] = text.split('/');
  const start = spanOf(from);
  return to === undefined ? start : [start[0], spanOf(to)[1]];
}

function spanOf(text: string): [number, number] {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ](.+))?$/.exec(text.trim());
  if (!found) return [Number.NaN, Number.NaN];
  const [, year, month, day, time] = found;
  if (time !== undefined) {
    const zone = /(Z|[+-]\d\d:?\d\d)$/.test(time) ? '' : 'Z';
    const full = /^\d\d$/.test(time) ? `${time}:00` : time;
    const at = Date.parse(`${year}-${month}-${day}T${full}${zone}`);
    return [at, at + (/\.\d/.test(time) ? 0 : 999)];
  }
  const start = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const next = day
    ? Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
    : month
      ? Date.UTC(Number(year), Number(month), 1)
      : Date.UTC(Number(year) + 1, 0, 1);
  return [start, next - 1];
}
