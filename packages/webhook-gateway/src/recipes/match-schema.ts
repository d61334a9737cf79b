import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const texts = z.union([z.string(), z.array(z.string()).min(1)]);

/** A filter over paths of the payload; every line must hold. No expressions and no regular expressions, so it always ends. */
export const matchSchema = z.record(
  z.string().regex(/^(file\.name|dataset|meta\.[A-Za-z0-9_.-]+)$/, 'expected file.name, dataset or meta.<name>'),
  z.union([
    scalar,
    z.strictObject({
      $eq: scalar.optional(),
      $neq: scalar.optional(),
      $in: z.array(scalar).optional(),
      $nin: z.array(scalar).optional(),
      $startsWith: texts.optional(),
      $endsWith: texts.optional(),
      $contains: texts.optional(),
      $exists: z.boolean().optional(),
      $gt: z.number().optional(),
      $gte: z.number().optional(),
      $lt: z.number().optional(),
      $lte: z.number().optional(),
    }),
  ]),
);

export type Match = z.infer<typeof matchSchema>;
