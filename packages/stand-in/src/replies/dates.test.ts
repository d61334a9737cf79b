import { expect, test } from 'vitest';
import { formatEdtf } from './dates.ts';

test.each([
  ['2026', 'short', '2026'],
  ['2026-03', 'long', 'March 2026'],
  ['2026-03-14', 'short', 'Mar 14, 2026'],
  ['2026-03-14', 'long', 'March 14, 2026'],
  ['2025-01/2025-03', 'short', 'Jan\u2009–\u2009Mar 2025'],
] as const)('%s in %s form is %s', (date, length, shown) => expect(formatEdtf(date, length)).toBe(shown));
