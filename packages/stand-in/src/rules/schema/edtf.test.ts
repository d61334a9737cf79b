import { expect, test } from 'vitest';
import { isDateOrInterval } from './edtf.ts';

test.each(['2026', '2026-03', '2026-03-14', '2024-02-29', '2025-01/2025-03', '2026/2026-03', '1999-12-31/2000-01-01', ' 2026-03-14 '])(
  '%j is a date or an interval',
  (text) => expect(isDateOrInterval(text)).toBe(true),
);

test.each(['', '14/03/2026', '2026-13', '2026-02-29', '2026-04-31', '2026-3-1', '2026-03/2025', '2026/', '2026/2027/2028', 'yesterday'])(
  '%j is none',
  (text) => expect(isDateOrInterval(text)).toBe(false),
);
