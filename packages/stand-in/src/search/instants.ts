/**
 * The first and last millisecond that a date names: a year is long, a second is short, an interval `a/b` goes from one to the other.
 * `now`, and `now-7d` or `now+1M`, are counted from this moment; a number of milliseconds counts from 1970. What is no date is never.
 */
export function instantRange(text: string): [start: number, end: number] {
  if (/^-?\d{5,}$/.test(text)) return [Number(text), Number(text)];
  if (text.startsWith('now')) return [fromNow(text), fromNow(text)];
  const [from = '', to] = text.split('/');
  const start = spanOf(from);
  return to === undefined ? start : [start[0], spanOf(to)[1]];
}

function fromNow(text: string): number {
  const steps = /^now((?:[+-]\d+[yMwdhHms])*)$/.exec(text)?.[1];
  if (steps === undefined) return Number.NaN;
  const at = new Date();
  for (const [, sign, count, unit] of steps.matchAll(/([+-])(\d+)(\w)/g)) {
    const by = Number(`${sign}${count}`);
    if (unit === 'y') at.setUTCFullYear(at.getUTCFullYear() + by);
    else if (unit === 'M') at.setUTCMonth(at.getUTCMonth() + by);
    else at.setTime(at.getTime() + by * MS[unit!]!);
  }
  return at.getTime();
}

const MS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, H: 3_600_000, m: 60_000, s: 1000 };

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
