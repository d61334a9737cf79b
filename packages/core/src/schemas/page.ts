import { z } from 'zod';
import type { Page } from '../types/page.ts';

export const pageOf = <Item>(item: z.ZodType<Item>) =>
  z.looseObject({ hits: z.looseObject({ hits: z.array(item), total: z.number() }) }) satisfies z.ZodType<Page<Item>>;
