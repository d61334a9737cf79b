import { z } from 'zod';

const units: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time as people write it, `90s`, `15min`, `48h` or `14d`, in milliseconds. Null for anything else. */
export function durationMs(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})(s|min|h|d)$/.exec(text) ?? [];
  return count === undefined || unit === undefined ? null : Number(count) * units[unit]!;
}

export const durationSchema = z
  .string({ error: 'expected a time such as 48h' })
  .refine((text) => durationMs(text) !== null, 'expected a time such as 90s, 15min, 48h or 14d');

/**
 * A time in the unit of its key, as a number or as a text that says its own unit.
 *
 * @param unitMs - milliseconds of what a number counts
 * @param min - the least number
 */
export const timeSchema = (unitMs: number, min = 1) =>
  z
    .union([z.number().int(), durationSchema.transform((text) => (durationMs(text) ?? 0) / unitMs)], {
      error: 'expected a number, or a time such as 90s, 15min, 48h or 14d',
    })
    .refine((count) => count >= min, `expected at least ${min}`);
