let last = 0n;

/** The time now as Zenodo writes it: UTC with microseconds. Two calls in one process never give the same text, so it orders changes. */
export function timestamp(): string {
  let micros = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
  if (micros <= last) micros = last + 1n;
  last = micros;
  const seconds = new Date(Number(micros / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, '0')}+00:00`;
}

/** Today's date in UTC, `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
