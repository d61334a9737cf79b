import * as z from 'zod/mini';
import type { DataciteDoi } from '../types/reply-shape.ts';

export const dataciteDoi = z.looseObject({
  data: z.looseObject({ id: z.string(), attributes: z.looseObject({ state: z.string() }) }),
}) satisfies z.ZodMiniType<DataciteDoi>;
