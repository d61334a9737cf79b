const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z| UTC|[+-]\d{2}:?\d{2})?$/i;
const forms: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [/^(\d{4})$/, ([, year]) => year!],
  [/^(\d{4})-(\d{2})$/, ([, year, month]) => `${year}-${month}`],
  [/^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/, ([, year, month, day]) => `${year}-${month}-${day}`],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ([, day, month, year]) => `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`],
];

/**
 * The day (UTC), month or year that an instrument wrote, as EDTF: ISO 8601, 20261125, 2026/11/25, 25.11.2026, and seconds or
 * milliseconds since 1970. Undefined for what could be read in two ways, such as 11/12/2026, and for days that there are not.
 */
export function dateOfValue(value: unknown): string | undefined {
  if (typeof value === 'number') return dayOf(new Date(Math.abs(value) < 1e11 ? value * 1000 : value));
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (instant.test(text)) {
    // GitLab and Ruby say the zone in a word.
    const iso = text.replace(/ UTC$/i, 'Z').replace(' ', 'T').replace(',', '.');
    // Without a zone it is the day that is written there, wherever that was.
    return /(Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? dayOf(new Date(iso)) : existing(iso.slice(0, 10));
  }
  for (const [form, write] of forms) {
    const parts = form.exec(text);
    if (parts) return existing(write(parts));
  }
  return undefined;
}

const dayOf = (at: Date): string | undefined => (Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10));

function existing(date: string): string | undefined {
  const [year, month = '01', day = '01'] = date.split('-');
  return dayOf(new Date(`${year}-${month}-${day}T00:00:00Z`)) === `${year}-${month}-${day}` ? date : undefined;
}
