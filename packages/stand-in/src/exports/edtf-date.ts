/** Year, month and day of a date, each as it is written; those that are missing are not there. */
type DateParts = readonly string[];

/** One or two dates of an EDTF text: two for an interval. */
export function edtfParts(text: string): DateParts[] {
  return text
    .trim()
    .split('/')
    .map((date) => /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date)?.slice(1).filter(Boolean) ?? [])
    .filter((parts) => parts.length > 0);
}

export function yearOf(text: string): string | undefined {
  return edtfParts(text)[0]?.[0];
}
