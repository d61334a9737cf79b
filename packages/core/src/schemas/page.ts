import * as z from 'zod/mini';
import type { Page } from '../types/page.ts';

export const pageOf = <Item>(item: z.ZodMiniType<Item>) =>
  z.looseObject({ hits: z.looseObject({ hits: z.array(item), total: z.number() }) }) satisfies z.ZodMiniType<Page<Item>>;
