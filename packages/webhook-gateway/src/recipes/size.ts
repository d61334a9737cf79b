import { z } from 'zod';

const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};
const wanted = 'expected bytes, or a size such as 500kB, 100MB or 2GiB';
const written = /^([1-9]\d{0,8})([kMGT]?B|[KMGT]iB)$/;

/** A size as people write it, `100MB` or `2GiB`, in bytes. Null for anything else, and for more than a number can hold exactly. */
export function sizeBytes(text: string): number | null {
  const [, count, unit] = written.exec(text) ?? [];
  const bytes = Number(count) * (units[unit ?? ''] ?? Number.NaN);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Bytes, as a number or as a size that says its unit. */
export const sizeSchema = z.union(
  [
    z.number().int().min(1),
    z
      .string()
      .regex(written, wanted)
      .refine((text) => sizeBytes(text) !== null, wanted)
      .transform((text) => sizeBytes(text) ?? 0),
  ],
  { error: wanted },
);
